"""What a browser may load on our pages: our own files, nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PUBLIC = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self' https://www.youtube-nocookie.com https://player.vimeo.com",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
}
# Wagtail's forms start their fields by scripts in the page and its editor styles by attributes;
# pictures are shown before they are uploaded. Still nothing comes from or goes to elsewhere.
ADMIN = PUBLIC | {
    "style-src": "'self' 'unsafe-inline'",
    "script-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
}
# The secret of an authenticator app is shown as a picture that no address leads to.
ACCOUNT = PUBLIC | {"img-src": "'self' data:"}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def written(policy: dict[str, str]) -> str:
    """The policy as its header has it."""
    return "; ".join(f"{kind} {sources}" for kind, sources in policy.items())


PUBLIC_POLICY, ADMIN_POLICY, ACCOUNT_POLICY = written(PUBLIC), written(ADMIN), written(ACCOUNT)


class ContentSecurityPolicyMiddleware:
    """Adds the policies to each answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request.path))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def _policy(path: str) -> str:
    if path.startswith("/admin/"):
        return ADMIN_POLICY
    return ACCOUNT_POLICY if path.split("/")[2:3] == ["account"] else PUBLIC_POLICY

// The scripts as pages name them. Collecting the static files puts the parts in their place.
import "./js/reading-settings.js";
import "./js/gallery.js";
import "./js/video.js";

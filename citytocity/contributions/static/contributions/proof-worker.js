// Finds the number that the challenge was made from: ALTCHA's way, without its widget.
const letters = new TextEncoder();

const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

addEventListener("message", async ({ data }) => {
  const { algorithm, challenge, salt, signature } = data;
  for (let number = 0; number <= data.max_number; number += 1) {
    if (hex(await crypto.subtle.digest(algorithm, letters.encode(salt + number))) === challenge) {
      postMessage({ algorithm, challenge, number, salt, signature });
      return;
    }
  }
});

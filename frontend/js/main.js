import { loadConfig } from "./config.js";
import { startSession } from "./session.js";

const session = await startSession(await loadConfig());
if (session) {
  document.querySelector("[data-who]").textContent = session.email;
  document.querySelector("[data-sign-out]").addEventListener("click", () => session.signOut());
  document.querySelector("[data-page]").hidden = false;
}

"use strict";
{
  const subscribe = document.getElementById("subscribe");
  const address = document.getElementById("address");
  const status = document.getElementById("status");

  /** The feed's address as an app needs it: where the page is, when it was not published for one place. */
  function absolute() {
    return address.value || new URL(address.dataset.feed, location.href).href;
  }

  async function copy() {
    let copied = true;
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch { // not served securely, as in a home network
      copied = document.execCommand("copy");
    }
    if (copied) status.textContent = document.getElementById("copy").dataset.done;
    setTimeout(() => { status.textContent = ""; }, 6000);
  }

  if (subscribe) {
    address.value = absolute();
    if (address.value.startsWith("http")) {
      const values = { "{bare}": address.value.replace(/^https?:\/\//, ""), "{encoded}": encodeURIComponent(address.value) };
      for (const link of document.querySelectorAll("[data-pattern]")) {
        link.href = link.dataset.pattern.replace(/\{\w+\}/, (name) => values[name]);
      }
      document.getElementById("copy").addEventListener("click", copy);
      address.addEventListener("focus", () => address.select());
    } else {
      subscribe.hidden = true; // read from disk: no app could fetch it
    }
  }
}

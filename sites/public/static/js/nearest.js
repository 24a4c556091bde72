// Offers the nearest to where one is, where the browser can tell. Without it one types a place.
"use strict";

const button = document.querySelector("[data-nearest]");
if (button && "geolocation" in navigator && window.isSecureContext) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const asked = new URLSearchParams(new FormData(button.form));
        asked.delete("near");
        // Three decimals are a street corner: nearer than that nobody need know.
        asked.set("lat", coords.latitude.toFixed(3));
        asked.set("lon", coords.longitude.toFixed(3));
        window.location.search = asked.toString();
      },
      () => {
        button.disabled = false;
        button.textContent = "没有得到位置，请填写居村名称";
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
}

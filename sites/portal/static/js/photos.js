// Makes photos smaller before they are sent, and shows them. Without this script the server makes them smaller.
(() => {
  "use strict";
  const input = document.querySelector("input[type=file][data-shrink]");
  if (!input || !window.DataTransfer || !window.createImageBitmap) return;
  const status = document.querySelector("[data-shrink-status]");
  const thumbnails = document.createElement("ul");
  thumbnails.className = "photos photos--chosen";
  thumbnails.setAttribute("aria-label", "选好的照片");
  status.after(thumbnails);
  const HEIGHT = 96;
  const LONGEST_SIDE = 2000;
  const QUALITY = 0.85;

  // What the camera told of time and place, for the reviewer; a canvas forgets it. Turned upright already.
  async function told(file) {
    const view = new DataView(await file.slice(0, 262144).arrayBuffer());
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff;) {
      const size = view.getUint16(at + 2) + 2;
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
        if (at + size > view.byteLength) return null;
        setUpright(view, at + 10);
        return view.buffer.slice(at, at + size);
      }
      at += size;
    }
    return null;
  }

  function setUpright(view, start) {
    const little = view.getUint16(start) === 0x4949;
    const first = start + view.getUint32(start + 4, little);
    const count = view.getUint16(first, little);
    for (let entry = first + 2; entry < first + 2 + 12 * count; entry += 12) {
      if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    }
  }

  function show(picture, name) {
    const small = document.createElement("canvas");
    small.height = HEIGHT;
    small.width = Math.max(1, Math.round((picture.width * HEIGHT) / picture.height));
    small.getContext("2d").drawImage(picture, 0, 0, small.width, small.height);
    small.setAttribute("role", "img");
    small.setAttribute("aria-label", name);
    const row = document.createElement("li");
    row.append(small);
    thumbnails.append(row);
  }

  async function shrink(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    show(canvas, file.name);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    const exif = await told(file).catch(() => null);
    const parts = exif ? [blob.slice(0, 2), exif, blob.slice(2)] : [blob];
    return new File(parts, file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const bag = new DataTransfer();
    const buttons = input.form.querySelectorAll("button[type=submit]");
    buttons.forEach((button) => { button.disabled = true; });
    status.textContent = "正在缩小照片……";
    thumbnails.replaceChildren();
    // What the browser cannot read is sent as it is; the server decides.
    for (const file of chosen) bag.items.add(await shrink(file).catch(() => file));
    input.files = bag.files;
    buttons.forEach((button) => { button.disabled = false; });
    const megabytes = [...input.files].reduce((sum, file) => sum + file.size, 0) / 1048576;
    status.textContent = `${chosen.length} 张照片，共 ${megabytes.toFixed(1)} MB，可以上传。`;
  });
})();

// Makes photos smaller before they are sent. Without this script the server does it.
(() => {
  "use strict";
  const input = document.querySelector("input[type=file][data-shrink]");
  if (!input || !window.DataTransfer || !window.createImageBitmap) return;
  const status = document.querySelector("[data-shrink-status]");
  const LONGEST_SIDE = 2000;
  const QUALITY = 0.85;

  async function shrink(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const bag = new DataTransfer();
    const buttons = input.form.querySelectorAll("button[type=submit]");
    buttons.forEach((button) => { button.disabled = true; });
    status.textContent = "正在缩小照片……";
    // What the browser cannot read is sent as it is; the server decides.
    for (const file of chosen) bag.items.add(await shrink(file).catch(() => file));
    input.files = bag.files;
    buttons.forEach((button) => { button.disabled = false; });
    const megabytes = [...input.files].reduce((sum, file) => sum + file.size, 0) / 1048576;
    status.textContent = `${chosen.length} 张照片，共 ${megabytes.toFixed(1)} MB，可以上传。`;
  });
})();

// A button that reads a file. A file that is too large is not sent; Python says so.

function render({ model, el }) {
  const name = document.createElement("label");
  const input = document.createElement("input");
  name.className = "cb-upload";
  input.type = "file";
  input.accept = model.get("kinds");
  name.append(model.get("label"), input);
  el.append(name);
  // JupyterLab would otherwise handle these keys itself.
  name.addEventListener("keydown", (event) => event.stopPropagation());
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const content = new DataView(file.size > model.get("most") ? new ArrayBuffer(0) : await file.arrayBuffer());
    // The time distinguishes one attempt from the next, even with the same file.
    const at = Date.now();
    model.set({ value: { content, size: file.size, at }, at });
    model.save_changes();
  });
  input.addEventListener("click", () => (input.value = "")); // so that the same file can be chosen again
}

export default { render };

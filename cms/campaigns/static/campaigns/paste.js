/* Text pasted from Word, WPS or a web page becomes what a paragraph of ours can hold before the editor reads
   it: paragraphs numbered or dotted by Word become lists, a row of a table one line, a heading of any size
   ours; pictures, empty paragraphs and links into a file on somebody's disk go. The editor drops the rest. */
(() => {
  const EDITOR = ".public-DraftEditor-content";
  const OF_THE_EDITOR = /data-(draftjs-conductor-fragment|offset-key|editor)=/;
  const BLOCKS = "p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, pre";
  const REMARKS = /<!--[^]*?-->|<!\[[^]*?\]>/g;
  const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
  // A list of ours counts 1, 2, 3 and begins with 1: numbers in Chinese words, or counting on, stay words.
  // The letters are dots in the fonts of symbols Word takes them from.
  const DOT = /^[^\p{L}\p{N}]$|^[lnopquvwØüû]$/u;
  const NUMBER = /^([①-⑳]|\d+|[(（]?(\d+|[a-z]|[ivx]+)[.．、)）])$/i;
  const FIRST = /^[(（]?(1|a|i|①)\P{N}?$/iu;
  const SEPARATOR = " ｜ ";

  const isEmpty = (node) => !node.textContent.trim();
  const unwrap = (element) => element.replaceWith(...element.childNodes);

  function rename(element, name) {
    const renamed = element.ownerDocument.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
    return renamed;
  }

  function runIn(block) {
    if (block.previousSibling) block.before(" ");
    unwrap(block);
  }

  function lines(table) {
    const caption = table.caption ? [rename(table.caption, "p")] : [];
    return [...caption, ...[...table.rows].flatMap(lined)];
  }

  /** The nodes a row of a table becomes. One cell alone is a frame around its text. */
  function lined(row) {
    const cells = [...row.cells];
    if (cells.every(isEmpty)) return [];
    if (cells.length === 1) return [...cells[0].childNodes];
    const written = row.ownerDocument.createElement("p");
    cells.forEach((cell, number) => {
      cell.querySelectorAll(`${BLOCKS}, br`).forEach(runIn);
      if (number) written.append(SEPARATOR);
      written.append(...cell.childNodes);
    });
    return [written];
  }

  /** What stands before the words of an item, and the kind of list it makes: nothing where no list shows it. */
  function markOf(paragraph) {
    const mark = paragraph.querySelector("[style*='mso-list' i][style*='ignore' i]");
    const text = mark ? mark.textContent.trim() : "";
    const becomesLine = paragraph.closest("tr")?.cells.length > 1;
    if (DOT.test(text) && becomesLine) mark.remove();
    else if (DOT.test(text)) return { mark, kind: "ul", begins: true };
    else if (NUMBER.test(text) && !becomesLine) return { mark, kind: "ol", begins: FIRST.test(text) };
    else if (mark) keepAsText(mark);
    return {};
  }

  function keepAsText(mark) {
    const text = mark.textContent.trim();
    mark.textContent = /[)）、．]$/.test(text) ? text : `${text} `;
  }

  function listParagraphs(root) {
    let open = [];
    let last = null;
    for (const paragraph of root.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
      const level = Number(LEVEL.exec(paragraph.getAttribute("style"))?.[1]);
      const { mark, kind, begins } = level ? markOf(paragraph) : {};
      if (!kind) continue;
      if (!last || paragraph.previousElementSibling !== last) open = [];
      while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).kind !== kind)))
        open.pop();
      if (open.at(-1)?.level !== level) {
        if (!begins) {
          keepAsText(mark);
          continue;
        }
        const list = root.ownerDocument.createElement(kind);
        if (open.length) open.at(-1).list.lastElementChild.append(list);
        else paragraph.before(list);
        open.push({ level, kind, list });
      }
      mark.remove();
      const item = root.ownerDocument.createElement("li");
      item.append(...paragraph.childNodes);
      open.at(-1).list.append(item);
      paragraph.remove();
      last = open[0].list;
    }
  }

  function cleaned(html) {
    const root = new DOMParser().parseFromString(html.replace(REMARKS, ""), "text/html").body;
    root.querySelectorAll("style, script, xml, img, svg, object").forEach((element) => element.remove());
    root.querySelectorAll("a:not([href]), a[href^='#'], a[href^='file:' i]").forEach(unwrap);
    root.querySelectorAll(BLOCKS).forEach((block) => isEmpty(block) && block.remove());
    for (const block of root.querySelectorAll(`${BLOCKS}, table`))
      for (const beside of [block.previousSibling, block.nextSibling])
        if (beside?.nodeType === Node.TEXT_NODE && isEmpty(beside)) beside.remove();
    root.querySelectorAll("li > p, li > div").forEach(runIn);
    listParagraphs(root);
    // A table in a table first.
    for (const table of [...root.querySelectorAll("table")].reverse())
      table.replaceWith(...lines(table));
    root.querySelectorAll("h1, h2, h4, h5, h6").forEach((heading) => rename(heading, "h3"));
    return root.innerHTML;
  }

  let rewritten = null;
  document.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (event === rewritten || !html || OF_THE_EDITOR.test(html) || !event.target.closest?.(EDITOR)) return;
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
      clipboardData.setData("text/html", cleaned(html));
      rewritten = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.dispatchEvent(rewritten);
    },
    true,
  );
})();

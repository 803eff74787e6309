// Shows what is new once a second, without closing what the reader opened.
const now = document.getElementById("now");
let shown = now.innerHTML.trim();

async function refresh() {
  try {
    const answer = await fetch("/now");
    const html = (await answer.text()).trim();
    document.body.classList.remove("gone");
    if (html !== shown) {
      const open = new Set([...now.querySelectorAll("details[open]")].map((each) => each.dataset.id));
      now.innerHTML = html;
      now.querySelectorAll("details").forEach((each) => { each.open = open.has(each.dataset.id); });
      shown = html;
    }
  } catch {
    document.body.classList.add("gone");
  }
}

setInterval(refresh, 1000);

(goals) => {
    // Notes, in milliseconds after the first press or Enter, when each goal (name → selector) is on the glass;
    // a picture is once it is decoded.
    const seen = (window.lobbySeen = {});
    let start = null;
    const begin = () => { start ??= performance.now(); };
    for (const kind of ["pointerdown", "click"]) addEventListener(kind, begin, { capture: true, once: true });
    addEventListener("keydown", (press) => { if (press.key === "Enter") begin(); }, { capture: true });
    const look = () => {
        if (start === null) return;
        for (const [name, goal] of Object.entries(goals)) {
            const found = name in seen ? null : document.querySelector(goal);
            if (!found) continue;
            seen[name] = null;
            const painted = () => setTimeout(() => { seen[name] = performance.now() - start; });
            (found.decode?.() ?? Promise.resolve()).then(() => requestAnimationFrame(painted));
        }
        if (Object.keys(seen).length === Object.keys(goals).length) watcher.disconnect();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

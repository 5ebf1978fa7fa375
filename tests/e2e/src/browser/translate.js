// Translates the page as Chrome does: each text node is replaced by two nested <font> elements, now and whenever a text
// is added or changed, except where the page forbids it. A translated text ends with " *".
(() => {
    const skipped = 'font, script, style, textarea, [translate=no], .notranslate';
    const translate = () => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
            if (!text.data.trim() || text.parentElement.closest(skipped)) continue;
            const [outer, inner] = [document.createElement('font'), document.createElement('font')];
            inner.textContent = `${text.data} *`;
            outer.append(inner);
            text.replaceWith(outer);
        }
    };
    const observer = new MutationObserver(translate);
    translate();
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    return observer;
})()

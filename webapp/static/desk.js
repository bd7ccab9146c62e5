// The editor of the policy desk: CodeMirror over the plain text area, which stays the form's field and is all there is without script.
"use strict";
(function () {
  var form, field, view, language, words = null;

  function start() {
    form = document.getElementById("editor");
    field = form && form.querySelector("textarea[name=body]");
    if (!field) return;
    document.addEventListener("click", jump);
    document.addEventListener("htmx:afterSettle", function (event) {
      if (event.detail.target.id === "panel" || event.target.id === "panel") diagnose();
    });
    var script = document.createElement("script");
    script.src = form.dataset.editor;
    script.onload = dress;
    document.head.appendChild(script);
  }

  // Inside a shadow root the editor's styles are constructed sheets, which the content security policy lets pass.
  function dress() {
    var cm = window.CodeMirror;
    var host = document.createElement("div");
    host.className = "editor";
    field.before(host);
    var root = host.attachShadow({ mode: "open" });
    var label = form.querySelector("label[for='" + field.id + "']");
    view = new cm.EditorView({
      root: root,
      parent: root,
      doc: field.value,
      extensions: [
        cm.lineNumbers(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.foldGutter(), cm.drawSelection(),
        cm.history(), cm.indentOnInput(), cm.bracketMatching(), cm.indentUnit.of("  "), cm.search({ top: true }),
        cm.highlightSelectionMatches(), cm.lintGutter(), cm.syntaxHighlighting(colours(cm)),
        form.elements.part.value === "full" ? [] : cm.yaml(),
        cm.autocompletion({ override: [complete], icons: false }),
        cm.keymap.of([].concat(cm.completionKeymap, cm.defaultKeymap, cm.historyKeymap, cm.searchKeymap, cm.foldKeymap, cm.lintKeymap)),
        cm.EditorState.phrases.of(PHRASES),
        cm.EditorView.contentAttributes.of({ "aria-label": label.textContent + "。缩进按 Ctrl 和 ]，减少缩进按 Ctrl 和 [", tabindex: "0" }),
        cm.EditorView.theme(THEME),
        cm.EditorView.updateListener.of(function (update) {
          if (!update.docChanged) return;
          field.value = view.state.doc.toString();
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    });
    field.hidden = true;
    label.addEventListener("click", function () { view.focus(); });
    diagnose();
  }

  var PHRASES = {
    "Find": "查找", "Replace": "替换", "next": "下一个", "previous": "上一个", "all": "全部", "match case": "区分大小写",
    "by word": "整词", "regexp": "正则", "replace": "替换", "replace all": "全部替换", "close": "关闭", "Fold line": "折叠",
    "Unfold line": "展开", "Go to line": "到第几行", "go": "前往", "No diagnostics": "没有错误", "Diagnostics": "错误",
  };
  var THEME = {
    "&": { color: "var(--text)", backgroundColor: "var(--bg)", border: "2px solid var(--line-strong)", borderRadius: ".5rem", fontSize: ".9375rem", height: "36rem" },
    "&.cm-focused": { outline: "0" },
    ".cm-scroller": { fontFamily: "ui-monospace, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.6" },
    ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-soft)", border: "0" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--action-soft)" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--surface-strong) !important" },
    ".cm-tooltip": { backgroundColor: "var(--bg)", color: "var(--text)", border: "1px solid var(--line-strong)" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--action)", color: "var(--on-action)" },
    ".cm-completionDetail": { fontStyle: "normal", color: "inherit", marginLeft: "1em" },
    ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  };

  function colours(cm) {
    return cm.HighlightStyle.define([
      { tag: cm.tags.propertyName, color: "var(--action)" },
      { tag: [cm.tags.string, cm.tags.special(cm.tags.string)], color: "var(--good)" },
      { tag: cm.tags.comment, color: "var(--text-soft)" },
      { tag: [cm.tags.keyword, cm.tags.bool, cm.tags.null, cm.tags.atom], color: "var(--brand-text)" },
    ]);
  }

  // What the server found, at its place. Faults of other files (examples beside the text) stay in the panel.
  function diagnose() {
    if (!view) return;
    var own = form.elements.part.value === "examples" ? "scenarios/" + form.dataset.file : form.dataset.file;
    var found = [].filter.call(document.querySelectorAll("#panel .fault"), function (one) { return one.dataset.file === own; });
    view.dispatch(window.CodeMirror.setDiagnostics(view.state, found.map(function (one) {
      var at = place(+one.dataset.line, +one.dataset.column);
      var line = view.state.doc.lineAt(at);
      return { from: at, to: Math.max(at, line.to), severity: "error", message: one.dataset.say };
    })));
  }

  function place(line, column) {
    var found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    return Math.min(found.from + column - 1, found.to);
  }

  function jump(event) {
    var fault = event.target.closest("#panel .fault a"), clause = event.target.closest("#panel [data-clause]");
    if (fault) {
      event.preventDefault();
      var data = fault.closest(".fault").dataset;
      if (view) go(place(+data.line, +data.column));
    } else if (clause && view) {
      event.preventDefault();
      view.dispatch(view.state.replaceSelection(clause.dataset.clause));
      view.focus();
    }
  }

  function go(at) {
    view.dispatch({ selection: { anchor: at }, effects: window.CodeMirror.EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }

  function complete(context) {
    if (words) return words.then(function (loaded) { language = loaded; return offer(context); });
    words = fetch(form.dataset.words, { headers: { Accept: "application/json" } }).then(function (answer) { return answer.json(); });
    return words.then(function (loaded) { language = loaded; return offer(context); });
  }

  function offer(context) {
    var line = context.state.doc.lineAt(context.pos);
    var before = line.text.slice(0, context.pos - line.from);
    var clause = /(?:source|cites):\s*\[?(?:[^\]]*[,\s])?([^\s,\[\]{}]*)$/.exec(before);
    if (clause) return clauses(clause[1], context);
    var rows = rowsAt(context.state.doc, line, before);
    var value = /([A-Za-z_]+):\s+([^\s,{}\[\]"']*)$/.exec(before);
    if (value) {
      var options = [];
      rows.forEach(function (row) {
        var key = (language.rows[row] || {})[value[1]];
        if (key && key.values) options = options.concat(key.values);
      });
      return options.length ? list(options.map(function (one) { return { label: one }; }), value[2], context) : null;
    }
    var key = /(?:^\s*(?:- )*|[{,]\s*)([A-Za-z_]*)$/.exec(before);
    if (!key || (!key[1] && !context.explicit)) return null;
    var keys = {};
    rows.forEach(function (row) { Object.assign(keys, language.rows[row]); });
    return list(Object.keys(keys).map(function (name) {
      return { label: name, detail: keys[name].says, apply: name + ": " };
    }), key[1], context);
  }

  function list(options, typed, context) {
    return { from: context.pos - typed.length, options: options, validFor: /^[\w.-]*$/ };
  }

  function clauses(typed, context) {
    var found = language.clauses.filter(function (one) { return one.join(" ").indexOf(typed) >= 0; }).slice(0, 60);
    return { from: context.pos - typed.length, filter: false, options: found.map(function (one) {
      return { label: one[0], detail: one[1], info: one[2] };
    }) };
  }

  // Which rows of the language may stand here: the keys above with a smaller indent, then those opened on this line.
  function rowsAt(doc, line, before) {
    var path = [], indent = /^\s*(- )*/.exec(line.text)[0].length, number = line.number;
    while (number > 1 && indent > 0) {
      number -= 1;
      var above = doc.line(number).text, found = /^(\s*(?:- )*)([\w-]+):\s*(?:#.*)?$/.exec(above);
      if (found && found[1].length < indent) {
        path.unshift(found[2]);
        indent = found[1].length;
      }
    }
    var opened = [], pattern = /([\w-]+):\s*\[?\s*\{|\}/g, match;
    while ((match = pattern.exec(before))) {
      if (match[0] === "}") opened.pop(); else opened.push(match[1]);
    }
    return path.concat(opened).reduce(function (rows, key) {
      var below = [];
      rows.forEach(function (row) {
        var known = (language.rows[row] || {})[key];
        if (known && known.rows) below = below.concat(known.rows);
      });
      return below.length ? below : rows;
    }, ["Rules"]);
  }

  document.addEventListener("DOMContentLoaded", start);
})();

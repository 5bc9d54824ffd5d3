// Says what an editor with yaml-language-server offers and marks, by a JSON Schema: node offered.cjs SCHEMA
// Standard input is a JSON array of YAML texts, each with a ¦ where the cursor is.
const fs = require("node:fs");
const { getLanguageService } = require("yaml-language-server");
const { SettingsState, TextDocumentTestManager } = require("yaml-language-server/out/server/src/yamlSettings");
const { TextDocument } = require("vscode-languageserver-textdocument");

const schema = `file://${process.argv[2]}`;
const settings = new SettingsState();
settings.documents = new TextDocumentTestManager();
const service = getLanguageService({
  schemaRequestService: () => Promise.resolve(fs.readFileSync(process.argv[2], "utf-8")),
  workspaceContext: { resolveRelativePath: (path) => path },
  yamlSettings: settings,
});
service.configure({ validate: true, completion: true, hover: false, schemas: [{ uri: schema, fileMatch: ["*.yaml"] }] });

async function look(text, number) {
  const at = text.indexOf("¦");
  const document = TextDocument.create(`file:///${number}.yaml`, "yaml", 1, text.replace("¦", ""));
  settings.documents.set(document);
  const { items } = await service.doComplete(document, document.positionAt(at), false);
  const mistakes = await service.doValidation(document, false);
  return {
    offered: Object.fromEntries(items.map(({ label, documentation }) => [label, documentation?.value ?? documentation ?? ""])),
    mistakes: mistakes.map(({ message }) => message),
  };
}

Promise.all(JSON.parse(fs.readFileSync(0, "utf-8")).map(look)).then((seen) => process.stdout.write(JSON.stringify(seen)));

#include "engine/config/literals.h"

#include "engine/config/body_data.h"
#include "engine/lang/expression.h"

namespace tenon::config {

namespace {

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() &&
         text.compare(text.size() - end.size(), end.size(), end.data(), end.size()) == 0;
}

}  // namespace

std::optional<Body> body_of_text(const std::string& path, const std::string& text,
                                 const std::string& structure, Diagnostics& diagnostics) {
  auto data = std::make_shared<detail::BodyData>();
  if (ends_with(path, ".json") || ends_with(path, ".yaml") || ends_with(path, ".yml")) {
    std::shared_ptr<doc::Document> document = ends_with(path, ".json")
                                                  ? doc::read_json(path, text, {}, diagnostics)
                                                  : doc::read_yaml(path, text, {}, diagnostics);
    if (document == nullptr) return std::nullopt;
    for (const doc::Node& root : document->roots) {
      if (root.kind == doc::NodeKind::Object) {
        data->objects.push_back(&root);
      } else if (root.kind != doc::NodeKind::Null) {
        diagnostics.error("E0127", "Incorrect structure", structure, root.span);
      }
    }
    data->owner = document;
    return Body(data);
  }
  std::shared_ptr<lang::BodySyntax> syntax = lang::parse_hcl(path, text, diagnostics);
  if (syntax == nullptr) return std::nullopt;
  data->native = syntax;
  data->owner = syntax;
  return Body(data);
}

std::map<std::string, Value> literal_arguments(const Body& body, const std::string& what,
                                               Arena& arena, Diagnostics& diagnostics) {
  std::map<std::string, Value> values;
  for (const Argument& argument : body.just_arguments(ArgumentMode::Literal, diagnostics)) {
    const lang::Expression& expression = argument.expression;
    if (!expression.references().empty() || !expression.functions().empty()) {
      diagnostics.error("E0143", "Variables not allowed",
                        what +
                            " is read before everything else, so its values must be written "
                            "out: they may not refer to anything.",
                        expression.span());
      continue;
    }
    lang::EvalContext context;
    Diagnostics found;
    context.arena = &arena;
    context.diagnostics = &found;
    bool ok = true;
    const Value value = expression.evaluate(context, {}, &ok);
    diagnostics.append(found);
    if (ok) values[std::string(argument.name.view())] = deep_copy(arena, value);
  }
  return values;
}

}  // namespace tenon::config

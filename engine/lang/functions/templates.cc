// templatefile and templatestring: templates that are rendered by the language itself, which this
// library reaches through TemplateRenderer. A template cannot render another one.
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/file_paths.h"

namespace tenon::lang::functions {

namespace {

bool is_variable_name(std::string_view name) {
  if (name.empty()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool later = (c >= '0' && c <= '9') || c == '_';
    if (!letter && !(i > 0 && later)) return false;
  }
  return true;
}

std::nullopt_t bad_name(std::string_view name, FunctionError& error) {
  return refuse(error, 1,
                quoted(name) +
                    " cannot name a variable of a template: a letter must come first, "
                    "then letters, digits and underscores");
}

// Whether `variables` can be the scope of a template.
bool is_scope(const Value& variables, FunctionError& error) {
  const Type type = variables.type();
  if (!is_mapping(type)) {
    refuse(error, 1,
           "a map or an object with the template's variables is required, and this is " +
               friendly_name(type));
    return false;
  }
  if (type.is_object()) {
    for (const Symbol name : type.shape().names) {
      if (!is_variable_name(name.view())) {
        bad_name(name.view(), error);
        return false;
      }
    }
    return true;
  }
  if (!variables.is_known()) return true;
  for (const MapEntry& entry : variables.entries()) {
    if (!is_variable_name(entry.key)) {
      bad_name(entry.key, error);
      return false;
    }
  }
  return true;
}

Answer rendered(FunctionContext& context, std::string_view name, std::string_view text,
                const Value& variables, FunctionError& error) {
  if (context.templates == nullptr) return refuse(error, "templates cannot be rendered here");
  ++context.template_depth;
  std::string problem;
  auto result = context.templates->render(*context.arena, name, text, variables, &problem);
  --context.template_depth;
  if (!result) return refuse(error, problem);
  return result;
}

bool is_nested(const FunctionContext& context, FunctionError& error) {
  if (context.template_depth == 0) return false;
  refuse(error, "a template cannot render another template");
  return true;
}

Answer template_file(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (is_nested(context, error)) return std::nullopt;
  const Value& path = arguments[0];
  const Value& variables = arguments[1];
  if (path.is_unknown() || variables.is_unknown()) return Value::unknown(Type::dynamic());
  if (!is_scope(variables, error)) return std::nullopt;
  const auto text = read_named_file(context, path.as_string(), Content::Text, error);
  if (!text) return std::nullopt;
  return rendered(context, path.as_string(), *text, variables, error);
}

Answer template_string(FunctionContext& context, Arguments arguments, FunctionError& error) {
  if (is_nested(context, error)) return std::nullopt;
  const Value& text = arguments[0];
  const Value& variables = arguments[1];
  if (text.is_unknown() || variables.is_unknown()) {
    return unknown_not_null(*context.arena, Type::string());
  }
  if (!is_scope(variables, error)) return std::nullopt;
  const auto result =
      rendered(context, "<templatestring argument>", text.as_string(), variables, error);
  if (!result) return std::nullopt;
  if (result->is_null()) return refuse(error, "the result of the template is null");
  return converted(*context.arena, *result, Type::string(), error, -1);
}

}  // namespace

void add_templates(FunctionTable& table) {
  static const Parameter kFile[] = {
      {.name = "path", .type = Type::string(), .allow_unknown = true},
      {.name = "vars", .type = Type::dynamic(), .allow_unknown = true}};
  static const Parameter kText[] = {
      {.name = "template", .type = Type::string(), .allow_unknown = true, .only_reference = true},
      {.name = "vars", .type = Type::dynamic(), .allow_unknown = true}};
  static const Function kFunctions[] = {
      {.name = "templatefile",
       .parameters = kFile,
       .result = Type::dynamic(),
       .body = template_file,
       .result_may_be_null = true,
       .description = "The template in a file, rendered with variables."},
      {.name = "templatestring",
       .parameters = kText,
       .result = Type::string(),
       .body = template_string,
       .description = "A template from a value, rendered with variables."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions

#include "providers/aws/catalog/loader.h"

#include <algorithm>
#include <cstdlib>

#include "schema/base/text.h"

namespace tenon::aws {

std::vector<std::string> texts_of(const Node* node) {
  std::vector<std::string> texts;
  if (node == nullptr || node->is_null()) return texts;
  if (!node->is_list()) {
    texts.push_back(node->scalar_text());
  } else {
    for (const Node& item : node->items()) texts.push_back(item.scalar_text());
  }
  return texts;
}

// The member of a structure that an attribute's name means.
const Member* member_like(const Shape* shape, std::string_view name) {
  if (shape == nullptr || shape->kind != ShapeKind::Structure) return nullptr;
  const std::string folded = folded_name(name);
  for (const Member& member : shape->members) {
    if (folded_name(member.name) == folded) return &member;
  }
  return nullptr;
}

// What stands at a dotted path below `shape`; nullptr where it leads nowhere. Below a map of
// strings anything leads to its value.
const Shape* shape_at(const Shape* shape, const std::vector<std::string>& path) {
  for (const std::string& step : path) {
    if (shape == nullptr) return nullptr;
    if (shape->kind == ShapeKind::Map) {
      shape = shape->value.shape;
      continue;
    }
    while (shape->kind == ShapeKind::List) shape = shape->element.shape;
    const Member* member = shape->find(step);
    shape = member == nullptr ? nullptr : member->shape;
  }
  return shape;
}

std::unique_ptr<Declaration> Loader::load() {
  made_->type = text(source_, "type");
  made_->service = text(source_, "service");
  made_->mode = text(source_, "mode") == "data" ? ResourceMode::Data : ResourceMode::Managed;
  known(source_, "",
        {"type", "service", "mode", "version", "id", "import", "tags", "recovery", "attributes",
         "blocks", "steps", "read", "rules", "hook", "adopts"});
  if (made_->type.empty()) problem("type", "is missing");
  if (!made_->service.empty()) made_->model = model(made_->service, "service");
  collect_inputs();
  load_tags();
  load_schema();
  if (const Node* id = source_.find("id")) made_->id = compile_template(*id, "id");
  if (const Node* import = source_.find("import")) {
    for (const auto& [name, value] : import->members())
      made_->from_id.emplace_back(name, compile_template(value, "import." + name));
  }
  load_hook();
  load_steps();
  load_reads();
  load_recovery();
  load_rules();
  made_->wants_account = to_json(source_).find("_account") != std::string::npos;
  check();
  return problems_.empty() ? std::move(made_) : nullptr;
}

void Loader::problem(std::string where, std::string what) {
  problems_.push_back({std::move(where), std::move(what)});
}

void Loader::known(const Node& node, const std::string& where,
                   const std::vector<std::string>& words) {
  for (const auto& [name, value] : node.members()) {
    if (std::find(words.begin(), words.end(), name) == words.end())
      problem(where.empty() ? name : where + "." + name,
              "is no word of the declaration language." + did_you_mean(name, words));
  }
}

std::string Loader::text(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found == nullptr ? "" : found->scalar_text();
}

bool Loader::flag(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found != nullptr && found->kind() == Node::Kind::Bool && found->as_bool();
}

int Loader::number(const Node& node, std::string_view name, int otherwise) {
  const std::string found = text(node, name);
  return found.empty() ? otherwise : std::atoi(found.c_str());
}

std::shared_ptr<const ServiceModel> Loader::model(const std::string& service,
                                                  const std::string& where) {
  auto found = models_.model(service);
  if (found) return *found;
  problem(where, found.error().message);
  return nullptr;
}

Template Loader::compile_template(const Node& source, const std::string& where) {
  auto compiled = Template::compile(source);
  if (compiled) return *std::move(compiled);
  problem(where, compiled.error().message);
  return {};
}

PathExpression Loader::expression(const std::string& source, const std::string& where) {
  auto compiled = PathExpression::compile(source);
  if (compiled) return *std::move(compiled);
  problem(where, compiled.error().message);
  return {};
}

std::optional<PathExpression> Loader::optional_expression(const Node& node, std::string_view name,
                                                          const std::string& where) {
  const std::string source = text(node, name);
  if (source.empty()) return std::nullopt;
  return expression(source, where + "." + std::string(name));
}

std::vector<std::pair<std::string, PathExpression>> Loader::takes(const Node& node,
                                                                  const std::string& where) {
  std::vector<std::pair<std::string, PathExpression>> result;
  if (const Node* take = node.find("take")) {
    for (const auto& [name, value] : take->members())
      result.emplace_back(name, expression(value.scalar_text(), where + ".take." + name));
  }
  return result;
}

const Operation* Loader::operation(const Node& node, const std::string& where, std::string& service,
                                   std::shared_ptr<const ServiceModel>& of, std::string_view word) {
  const std::string name = text(node, word);
  service = text(node, "service");
  if (service.empty()) service = made_->service;
  of = service == made_->service ? made_->model : model(service, where + ".service");
  if (of == nullptr) return nullptr;
  const Operation* found = of->find(name);
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const auto& [each, unused] : of->operations) names.push_back(each);
    problem(where + "." + std::string(word), "\"" + name + "\" is no operation in the model of " +
                                                 service + " (is it in operations.txt?)." +
                                                 did_you_mean(name, names));
  }
  return found;
}

}  // namespace tenon::aws

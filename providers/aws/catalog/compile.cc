#include "providers/aws/catalog/compile.h"

#include "schema/base/text.h"
#include "schema/doc/document.h"

namespace tenon::aws {

namespace {

Node from_document(const doc::Node& source) {
  switch (source.kind) {
    case doc::NodeKind::Null:
      return {};
    case doc::NodeKind::Bool:
      return Node::boolean(source.boolean);
    case doc::NodeKind::Number:
      return Node::number_text(std::string(source.text));
    case doc::NodeKind::String:
      return Node::string(std::string(source.text));
    case doc::NodeKind::Array: {
      Node list = Node::list();
      for (const doc::Node& item : source.items) list.add(from_document(item));
      return list;
    }
    case doc::NodeKind::Object: {
      Node map = Node::map();
      for (const doc::Member& member : source.members)
        map.set(member.name, from_document(member.value));
      return map;
    }
  }
  return {};
}

// "attributes.name.member", "steps[2].with" → where that stands.
SourceSpan span_of(const doc::Node& root, const std::string& where) {
  const doc::Node* node = &root;
  SourceSpan span = root.span;
  std::string step;
  const auto descend = [&] {
    if (step.empty() || node == nullptr) return;
    for (const doc::Member& member : node->members) {
      if (member.name == step) span = member.name_span;
    }
    node = node->find(step);
    step.clear();
  };
  for (std::size_t i = 0; i < where.size(); ++i) {
    if (where[i] == '.') {
      descend();
    } else if (where[i] == '[') {
      descend();
      const auto number = static_cast<std::size_t>(std::atoi(where.c_str() + i + 1));
      node = node != nullptr && number < node->items.size() ? &node->items[number] : nullptr;
      if (node != nullptr) span = node->span;
      i = where.find(']', i);
    } else {
      step += where[i];
    }
  }
  descend();
  return span;
}

class FolderModels final : public ModelSource {
 public:
  explicit FolderModels(const CatalogEntries& entries) : entries_(entries) {}
  Result<std::shared_ptr<const ServiceModel>> model(const std::string& service) const override {
    const auto loaded = loaded_.find(service);
    if (loaded != loaded_.end()) return loaded->second;
    const auto found = entries_.find("model/" + service);
    if (found == entries_.end())
      return make_error(ErrorCategory::NotFound, "there is no model of the service " + service);
    ASSIGN_OR_RETURN(auto made, load_service_model(found->second));
    loaded_[service] = made;
    return made;
  }

 private:
  const CatalogEntries& entries_;
  mutable std::map<std::string, std::shared_ptr<const ServiceModel>> loaded_;
};

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

Node declaration_node(std::string_view file, std::string_view yaml, Diagnostics& diagnostics) {
  const auto document = doc::read_yaml(file, yaml, {}, diagnostics);
  if (document == nullptr || document->roots.empty()) return {};
  return from_document(document->roots[0]);
}

CatalogEntries compile_catalog(Env& env, const std::string& folder, Diagnostics& diagnostics) {
  CatalogEntries entries;
  const auto list = [&](const std::string& path) {
    const auto names = env.list_directory(path);
    if (!names)
      diagnostics.error("E0901", "Catalogue source cannot be read", names.error().message);
    return names ? *names : std::vector<std::string>{};
  };
  const auto read = [&](const std::string& path) {
    auto text = env.read_file(path);
    if (!text) diagnostics.error("E0901", "Catalogue source cannot be read", text.error().message);
    return text ? *std::move(text) : std::string();
  };
  for (const std::string& name : list(folder + "/models")) {
    if (!ends_with(name, ".json")) continue;
    entries["model/" + name.substr(0, name.size() - 5)] = read(folder + "/models/" + name);
  }
  const FolderModels models(entries);
  entries["provider"] = read(folder + "/provider.json");
  for (const std::string& service : list(folder + "/types")) {
    if (!env.directory_exists(folder + "/types/" + service)) continue;
    for (const std::string& name : list(folder + "/types/" + service)) {
      if (!ends_with(name, ".yaml")) continue;
      const std::string path = folder + "/types/" + service + "/" + name;
      const std::string text = read(path);
      const auto document = doc::read_yaml(path, text, {}, diagnostics);
      if (document == nullptr || document->roots.empty()) continue;
      const Node source = from_document(document->roots[0]);
      std::vector<DeclarationProblem> problems;
      const auto loaded = load_declaration(source, models, problems);
      for (const DeclarationProblem& problem : problems) {
        diagnostics.error("E0902", "Declaration cannot be used", problem.where + " " + problem.what,
                          span_of(document->roots[0], problem.where));
      }
      if (loaded == nullptr) continue;
      const std::string prefix = loaded->mode == ResourceMode::Data ? "data/" : "resource/";
      if (!entries.emplace(prefix + loaded->type, to_json(source)).second)
        diagnostics.error("E0903", "Type declared twice", loaded->type + " in " + path);
    }
  }
  return entries;
}

}  // namespace tenon::aws

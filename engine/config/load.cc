#include <algorithm>

#include "engine/config/body_data.h"
#include "engine/config/model.h"
#include "engine/config/module_reader.h"
#include "schema/base/digest.h"
#include "schema/base/parallel.h"
#include "schema/base/text.h"

namespace tenon::config {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_configuration(std::string_view name) {
  if (name.empty() || name[0] == '.' || name.back() == '~') return false;
  return ends_with(name, ".tf") || ends_with(name, ".tf.json") || ends_with(name, ".tenon.yaml");
}

bool is_override(std::string_view name) {
  for (const std::string_view end : {".tf.json", ".tf", ".tenon.yaml"}) {
    if (!ends_with(name, end)) continue;
    const std::string_view base = name.substr(0, name.size() - end.size());
    return base == "override" || ends_with(base, "_override");
  }
  return false;
}

std::string joined(const std::string& directory, const std::string& name) {
  return directory == "." ? name : directory + "/" + name;
}

// "./a/../b" as "b"; keeps leading "..".
std::string cleaned(const std::string& path) {
  std::vector<std::string> parts;
  const bool absolute = !path.empty() && path[0] == '/';
  for (const std::string& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  const std::string text = join(parts, "/");
  if (absolute) return "/" + text;
  return text.empty() ? "." : text;
}

class Loader {
 public:
  Loader(Env& env, const LoadOptions& options, Diagnostics& diagnostics)
      : env_(env), options_(options), diagnostics_(diagnostics) {}

  std::unique_ptr<Config> load(const std::string& directory) {
    auto config = std::make_unique<Config>();
    config->root_directory = directory;
    auto root = module_in(directory, true, *config);
    if (root == nullptr) return nullptr;
    ModuleNode node;
    node.module = root;
    config->nodes.push_back(std::move(node));
    add_children(*config, 0, {directory});
    for (std::uint32_t i = 0; i < config->nodes.size(); ++i) check_inputs(*config, i);
    return config;
  }

 private:
  std::shared_ptr<const Module> module_in(const std::string& directory, bool is_root,
                                          Config& config) {
    const auto known = modules_.find(directory);
    if (known != modules_.end()) return known->second;
    auto names = env_.list_directory(directory);
    if (!names) {
      diagnostics_.error("E0151", "Folder cannot be read", sentence(names.error().message));
      return nullptr;
    }
    auto module = std::make_shared<Module>();
    module->directory = directory;
    std::vector<std::string> files;
    for (const std::string& name : *names) {
      if (is_configuration(name) && !env_.directory_exists(joined(directory, name)))
        files.push_back(joined(directory, name));
    }
    std::vector<std::vector<Body>> bodies(files.size());
    std::vector<Diagnostics> found(files.size());
    std::vector<std::string> digests(files.size());
    parallel_for(files.size(), options_.threads, 1,
                 [&](std::size_t begin, std::size_t end, std::size_t) {
                   for (std::size_t i = begin; i < end; ++i)
                     bodies[i] = read_file(files[i], found[i], digests[i]);
                 });
    for (std::size_t i = 0; i < files.size(); ++i) {
      diagnostics_.append(found[i]);
      config.files.emplace_back(files[i], digests[i]);
      if (is_override(files[i].substr(files[i].rfind('/') + 1))) {
        diagnostics_.error(
            "E0199", "Not supported yet",
            "tenon does not know override files yet (" + files[i] +
                "); they come with a later version. Merge it into the file that it overrides.");
        continue;
      }
      for (const Body& body : bodies[i]) read_module_file(body, is_root, *module, diagnostics_);
    }
    modules_.emplace(directory, module);
    return module;
  }

  std::vector<Body> read_file(const std::string& path, Diagnostics& diagnostics,
                              std::string& digest) {
    std::vector<Body> bodies;
    if (!env_.file_exists(path)) {
      // Reading a pipe could wait for ever.
      diagnostics.error("E0152", "File cannot be read",
                        path +
                            " is neither a file nor a link to one. Remove it, or rename it so "
                            "that it is not taken for configuration.");
      return bodies;
    }
    auto text = env_.read_file(path, options_.file_bytes);
    if (!text) {
      if (text.error().category == ErrorCategory::Exhausted) {
        diagnostics.error(
            "E0102", "File too large",
            sentence(text.error().message) + " Split it, or raise TENON_MAX_FILE_BYTES.");
      } else {
        diagnostics.error("E0152", "File cannot be read", sentence(text.error().message));
      }
      return bodies;
    }
    digest = to_hex(sha256(*text));
    if (ends_with(path, ".tf")) {
      std::shared_ptr<lang::BodySyntax> syntax = lang::parse_hcl(path, *text, diagnostics);
      if (syntax == nullptr) return bodies;
      auto data = std::make_shared<detail::BodyData>();
      data->native = syntax;
      data->owner = syntax;
      bodies.emplace_back(data);
      return bodies;
    }
    doc::Limits limits;
    limits.file_bytes = options_.file_bytes;
    std::shared_ptr<doc::Document> document =
        ends_with(path, ".json") ? doc::read_json(path, *text, limits, diagnostics)
                                 : doc::read_yaml(path, *text, limits, diagnostics);
    if (document == nullptr) return bodies;
    for (const doc::Node& root : document->roots) {
      auto data = std::make_shared<detail::BodyData>();
      data->owner = document;
      if (root.kind == doc::NodeKind::Object) {
        data->objects.push_back(&root);
      } else if (root.kind == doc::NodeKind::Array) {
        for (const doc::Node& item : root.items) {
          if (item.kind == doc::NodeKind::Object) {
            data->objects.push_back(&item);
          } else {
            diagnostics.error("E0127", "Incorrect structure",
                              "A file holds an object (a mapping), or a list of them.", item.span);
          }
        }
      } else if (root.kind != doc::NodeKind::Null) {
        diagnostics.error("E0127", "Incorrect structure",
                          "A file holds an object (a mapping) whose keys are terraform, variable, "
                          "resource and so on.",
                          root.span);
      }
      bodies.emplace_back(data);
    }
    return bodies;
  }

  void add_children(Config& config, std::uint32_t parent, std::vector<std::string> above) {
    // The module is shared, so its address is stable while nodes are added.
    const std::shared_ptr<const Module> module = config.nodes[parent].module;
    for (const auto& [name, call] : module->calls) {
      if (call.source.empty()) continue;
      const bool local = call.source.rfind("./", 0) == 0 || call.source.rfind("../", 0) == 0 ||
                         call.source == "." || call.source == "..";
      if (!local) {
        diagnostics_.error("E0199", "Not supported yet",
                           "The module source \"" + call.source +
                               "\" is not a local path. tenon reads local modules (\"./...\" or "
                               "\"../...\") in this version: put a copy of the module beside the "
                               "configuration and name its path.",
                           call.source_span);
        continue;
      }
      const std::string directory = cleaned(module->directory + "/" + call.source);
      if (std::find(above.begin(), above.end(), directory) != above.end()) {
        diagnostics_.error("E0153", "Module calls itself",
                           "The module in " + directory +
                               " would be called by itself, without end. Break the circle.",
                           call.source_span);
        continue;
      }
      if (above.size() > 100) {
        diagnostics_.error("E0153", "Modules nested too deep",
                           "Modules are nested more than 100 deep here.", call.source_span);
        continue;
      }
      if (!env_.directory_exists(directory)) {
        diagnostics_.error(
            "E0154", "Module folder not found",
            "There is no folder " + directory +
                ". A local source is relative to the folder of the file that names it.",
            call.source_span);
        continue;
      }
      auto child = module_in(directory, false, config);
      if (child == nullptr) continue;
      const auto index = static_cast<std::uint32_t>(config.nodes.size());
      ModuleNode node;
      node.module = child;
      node.parent = parent;
      node.call = &call;
      const std::string& path = config.nodes[parent].path_text;
      node.path_text = (path.empty() ? "" : path + ".") + "module." + std::string(name.view());
      config.nodes.push_back(std::move(node));
      config.nodes[parent].children.push_back(index);
      std::vector<std::string> chain = above;
      chain.push_back(directory);
      add_children(config, index, std::move(chain));
    }
  }

  void check_inputs(const Config& config, std::uint32_t index) {
    const ModuleNode& node = config.nodes[index];
    if (node.call == nullptr) return;
    std::vector<std::string> known;
    for (const auto& [name, unused] : node.module->variables) known.emplace_back(name.view());
    for (const Argument& input : node.call->inputs) {
      if (node.module->variables.count(input.name) > 0) continue;
      diagnostics_.error("E0155", "Unsupported argument",
                         "The module \"" + std::string(node.call->name.view()) +
                             "\" has no input variable \"" + std::string(input.name.view()) +
                             "\"." + did_you_mean(input.name.view(), known),
                         input.name_span);
    }
    for (const auto& [name, variable] : node.module->variables) {
      if (variable.default_value) continue;
      const bool given =
          std::any_of(node.call->inputs.begin(), node.call->inputs.end(),
                      [&, wanted = name](const Argument& input) { return input.name == wanted; });
      if (given) continue;
      diagnostics_.error("E0156", "Missing required argument",
                         "The module \"" + std::string(node.call->name.view()) +
                             "\" needs a value for its input variable \"" +
                             std::string(name.view()) + "\", declared at " +
                             location_text(variable.span) + ".",
                         node.call->span);
    }
  }

  Env& env_;
  LoadOptions options_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::shared_ptr<const Module>> modules_;
};

}  // namespace

std::unique_ptr<Config> load_config(Env& env, const std::string& directory,
                                    const LoadOptions& options, Diagnostics& diagnostics) {
  return Loader(env, options, diagnostics).load(cleaned(directory));
}

}  // namespace tenon::config

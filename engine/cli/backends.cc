#include "engine/cli/backends.h"

#include <algorithm>
#include <array>

#include "engine/config/literals.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"
#include "state/blob/local_place.h"
#include "state/statefile/state_file.h"
#ifdef TENON_HAS_S3_STATE
#include "state/s3/place.h"
#endif

namespace tenon::cli {

namespace {

std::vector<const BackendKind*> kinds() {
  return {
      &kLocalBackend,
#ifdef TENON_HAS_S3_STATE
      &kS3Backend,
#endif
  };
}

std::string settings_json(const BackendSettings& settings) {
  std::string json;
  for (const auto& [name, value] : settings.arguments)
    json += (json.empty() ? "" : ",") + json_quote(name) + ":" + json_for_programs(value);
  return "{" + json + "}";
}

// Members that are null are left out: not given.
void take_members(const Value& object, BackendSettings& to) {
  if (!object.is_known() || !object.type().is_object()) return;
  for (std::uint32_t i = 0; i < object.type().shape().size(); ++i) {
    if (!object.elements()[i].is_null())
      to.arguments[std::string(object.type().shape().names[i].view())] = object.elements()[i];
  }
}

std::optional<Value> member(const Value& object, const char* name) {
  if (!object.is_known() || !object.type().is_object()) return std::nullopt;
  return object.attribute(Symbol(name));
}

// "true" and true, "5" and 5 are one setting.
std::string plain_text(const Value& value) {
  Arena arena;
  if (value.is_known() && value.type().is_primitive()) {
    const auto text = convert(arena, value, Type::string(), nullptr);
    if (text && text->is_known()) return std::string(text->as_string());
  }
  return json_for_programs(value);
}

}  // namespace

const BackendKind* find_backend_kind(const std::string& type) {
  for (const BackendKind* kind : kinds()) {
    if (kind->type == type) return kind;
  }
  return nullptr;
}

std::string backend_kind_names() {
  std::vector<std::string> names;
  for (const BackendKind* kind : kinds()) names.emplace_back(kind->type);
  return join(names, ", ");
}

Result<std::optional<BackendRecord>> read_backend_record(Env& env, const std::string& path) {
  if (!env.file_exists(path)) return std::optional<BackendRecord>();
  ASSIGN_OR_RETURN(const std::string text, env.read_file(path, 16 << 20));
  if (trim(text).empty()) return std::optional<BackendRecord>();
  BackendRecord record;
  record.settings.arena = std::make_shared<Arena>();
  auto parsed = value_from_json(*record.settings.arena, text, Type::dynamic());
  if (!parsed) {
    return make_error(ErrorCategory::Corrupt,
                      path + " is damaged (" + parsed.error().message +
                          "). It tells where the state lies: `tenon init -reconfigure` writes it "
                          "again from the configuration");
  }
  const auto backend = member(*parsed, "backend");
  const auto type = backend ? member(*backend, "type") : std::nullopt;
  if (!type || !type->is_known() || type->type() != Type::string())
    return std::optional<BackendRecord>();
  record.settings.type = type->as_string();
  if (const auto config = member(*backend, "config")) take_members(*config, record.settings);
  if (const auto ours = member(*parsed, "tenon")) {
    record.given.emplace();
    record.given->type = record.settings.type;
    record.given->arena = record.settings.arena;
    if (const auto given = member(*ours, "given")) take_members(*given, *record.given);
  }
  return std::optional<BackendRecord>(std::move(record));
}

Status write_backend_record(Env& env, const std::string& path, const std::string& type,
                            const std::string& config_json, const BackendSettings& given) {
  const auto slash = path.rfind('/');
  if (slash != std::string::npos) RETURN_IF_ERROR(env.make_directories(path.substr(0, slash)));
  // The hash is Terraform's own; without the right one it compares the arguments at its next init.
  return env.write_file(path,
                        "{\n  \"version\": 3,\n  \"terraform_version\": \"1.11.4\",\n"
                        "  \"backend\": {\n    \"type\": " +
                            json_quote(type) + ",\n    \"config\": " + config_json +
                            ",\n    \"hash\": 0\n  },\n  \"tenon\": {\n    \"given\": " +
                            settings_json(given) + "\n  }\n}\n",
                        FileMode::Private);
}

std::optional<BackendSettings> block_settings(const config::Config& config,
                                              Diagnostics& diagnostics) {
  const auto& backend = config.root().backend;
  if (!backend) return std::nullopt;
  BackendSettings settings;
  settings.type = backend->type;
  settings.arena = std::make_shared<Arena>();
  if (find_backend_kind(backend->type) == nullptr) {
    diagnostics.error(
        "E0646", "Unsupported backend",
        "The configuration keeps its state in the backend \"" + backend->type +
            "\", and tenon knows " + backend_kind_names() +
            ". tenon never plans an existing estate from an empty state. Go on with Terraform "
            "here, or let Terraform move the state to a backend that both know.",
        backend->span);
    return settings;
  }
  settings.arguments =
      config::literal_arguments(backend->body, "A backend block", *settings.arena, diagnostics);
  for (auto at = settings.arguments.begin(); at != settings.arguments.end();)
    at = at->second.is_null() ? settings.arguments.erase(at) : std::next(at);
  return settings;
}

BackendSettings given_settings(Env& env, const std::vector<std::string>& texts,
                               Diagnostics& diagnostics) {
  BackendSettings settings;
  settings.arena = std::make_shared<Arena>();
  for (const std::string& text : texts) {
    if (text.empty()) continue;
    const auto equals = text.find('=');
    if (equals != std::string::npos) {
      const std::string name(trim(text.substr(0, equals)));
      settings.arguments[name] = Value::string(*settings.arena, trim(text.substr(equals + 1)));
      continue;
    }
    const auto content = env.read_file(text, 16 << 20);
    if (!content) {
      diagnostics.error(
          "E0647", "Backend configuration file cannot be read",
          sentence(content.error().message) +
              " It was named with -backend-config, which takes a file, or NAME=VALUE.");
      continue;
    }
    const auto body = config::body_of_text(
        text, *content, "A file of -backend-config is an object of arguments.", diagnostics);
    if (!body) continue;
    for (auto& [name, value] : config::literal_arguments(*body, "A file of -backend-config",
                                                         *settings.arena, diagnostics))
      settings.arguments[name] = value;
  }
  return settings;
}

BackendSettings merged(const BackendSettings& under, const BackendSettings& over) {
  BackendSettings both;
  both.type = under.type;
  both.arena = std::make_shared<Arena>();
  for (const BackendSettings* each : {&under, &over}) {
    for (const auto& [name, value] : each->arguments)
      both.arguments[name] = deep_copy(*both.arena, value);
  }
  return both;
}

bool same_settings(const BackendSettings& a, const BackendSettings& b) {
  if (a.type != b.type || a.arguments.size() != b.arguments.size()) return false;
  return std::equal(a.arguments.begin(), a.arguments.end(), b.arguments.begin(),
                    [](const auto& one, const auto& other) {
                      return one.first == other.first &&
                             plain_text(one.second) == plain_text(other.second);
                    });
}

std::shared_ptr<StatePlace> open_place(Env& env, const BackendSettings& settings,
                                       Diagnostics& diagnostics) {
  const BackendKind* kind = find_backend_kind(settings.type);
  if (kind == nullptr) {
    diagnostics.error("E0646", "Unsupported backend",
                      "The state lies in the backend \"" + settings.type + "\", and tenon knows " +
                          backend_kind_names() + ". Go on with Terraform here.");
    return nullptr;
  }
  kind->check(env, settings, diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  auto place = kind->open(env, settings);
  if (!place) {
    diagnostics.error("E0648", "Backend cannot be used", sentence(place.error().message));
    return nullptr;
  }
  return std::shared_ptr<StatePlace>(*std::move(place));
}

Result<Value> remote_outputs(Env& env, Arena& arena, const std::string& backend,
                             const Value& config, const std::string& workspace) {
  BackendSettings settings;
  settings.type = backend;
  settings.arena = std::make_shared<Arena>();
  const auto add = [&](std::string_view name, const Value& value) {
    if (!value.is_null()) settings.arguments[std::string(name)] = deep_copy(*settings.arena, value);
  };
  if (config.is_known() && config.type().is_object()) {
    for (std::uint32_t i = 0; i < config.type().shape().size(); ++i)
      add(config.type().shape().names[i].view(), config.elements()[i].without_marks(arena));
  } else if (config.is_known()) {
    for (const MapEntry& entry : config.entries()) add(entry.key, entry.value.without_marks(arena));
  }
  Diagnostics diagnostics;
  const auto place = open_place(env, settings, diagnostics);
  if (place == nullptr)
    return make_error(ErrorCategory::InvalidArgument, diagnostics.list().front().detail);
  ASSIGN_OR_RETURN(const auto blob, place->open(workspace));
  ASSIGN_OR_RETURN(const BlobContent content, blob->read(""));
  if (!content.exists) {
    return make_error(ErrorCategory::NotFound,
                      "there is no state at " + blob->where() +
                          ". It is made by the first apply there; is the place spelt right?");
  }
  auto file = trim(content.text).empty() ? Result<StateFile>(StateFile())
                                         : read_state_file(content.text, {});
  if (!file) return std::move(file).error().with_context(blob->where());
  std::vector<Symbol> names;
  for (const OutputRow& output : file->outputs) names.emplace_back(output.name);
  const ObjectShape& shape = ObjectShape::of(names);
  std::vector<Value> slots(shape.size());
  for (const OutputRow& output : file->outputs) {
    std::string_view bytes = output.value;
    ASSIGN_OR_RETURN(const Value value, decode(arena, bytes, output.type));
    // As with Terraform, what is secret there is for whoever reads it here to mark.
    slots[shape.slot_of(Symbol(output.name))] = value.without_marks(arena);
  }
  return Value::object(arena, shape, slots);
}

}  // namespace tenon::cli

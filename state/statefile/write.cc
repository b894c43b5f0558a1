// From rows to the text.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "schema/base/digest.h"
#include "schema/base/parallel.h"
#include "schema/base/text.h"
#include "schema/value/wire.h"
#include "state/statefile/state_file.h"
#include "state/statefile/values.h"

namespace tenon {

namespace {

constexpr std::size_t kGrain = 512;

struct Entry {
  InstanceAddress address;
  std::string module;
  const RowView* row = nullptr;
};

// Module, mode ("data" before "managed"), type, name, provider, key, deposed key: Terraform's
// order.
bool comes_before(const Entry& a, const Entry& b) {
  if (const int order = a.module.compare(b.module); order != 0) return order < 0;
  if (a.address.mode != b.address.mode) return a.address.mode == ResourceMode::Data;
  if (a.address.type != b.address.type) return a.address.type.view() < b.address.type.view();
  if (a.address.name != b.address.name) return a.address.name.view() < b.address.name.view();
  if (a.row->provider != b.row->provider) return a.row->provider < b.row->provider;
  if (a.address.key != b.address.key) return a.address.key < b.address.key;
  return a.row->deposed_key < b.row->deposed_key;
}

bool same_resource(const Entry& a, const Entry& b) {
  return a.module == b.module && a.address.mode == b.address.mode &&
         a.address.type == b.address.type && a.address.name == b.address.name &&
         a.row->provider == b.row->provider;
}

// Terraform keeps, with each object, every declaration that it depends on, however far away. We
// keep the direct ones; the others follow.
class Closures {
 public:
  explicit Closures(const std::vector<Entry>& entries) {
    std::string_view last_list;
    std::string last_declaration;
    for (const Entry& entry : entries) {
      if (entry.row->dependencies.empty()) continue;
      std::string declaration = entry.address.declaration_text();
      if (declaration == last_declaration && entry.row->dependencies == last_list) continue;
      auto& direct = direct_[declaration];
      for (std::string& need : decode_dependencies(entry.row->dependencies))
        direct.insert(std::move(need));
      last_list = entry.row->dependencies;
      last_declaration = std::move(declaration);
    }
  }

  // Once for each different list, before the texts are written.
  void prepare(std::string_view list) {
    if (list.empty() || wide_.count(list) > 0) return;
    std::set<std::string> all;
    std::vector<std::string> open = decode_dependencies(list);
    while (!open.empty()) {
      const std::string address = std::move(open.back());
      open.pop_back();
      if (!all.insert(address).second) continue;
      const auto next = direct_.find(address);
      if (next == direct_.end()) continue;
      for (const std::string& need : next->second) open.push_back(need);
    }
    std::string json;
    for (const std::string& address : all) {
      json += json.empty() ? "[" : ",";
      write_string(address, json);
    }
    wide_[list] = json + "]";
  }
  // "" where there are none.
  std::string_view json(std::string_view list) const {
    const auto found = wide_.find(list);
    return found == wide_.end() ? std::string_view() : std::string_view(found->second);
  }

 private:
  std::unordered_map<std::string, std::set<std::string>> direct_;
  std::unordered_map<std::string_view, std::string> wide_;
};

void write_name(std::string_view name, int depth, std::string& to) {
  write_line(depth, to);
  write_string(name, to);
  to += ": ";
}

class InstanceWriter {
 public:
  InstanceWriter(const Closures& closures, const StateFileRest& rest, std::string& to)
      : closures_(closures), rest_(rest), to_(to) {}

  Status write(const Entry& entry) {
    constexpr int kDepth = 5;
    const RowView& row = *entry.row;
    Arena arena;
    std::string_view bytes = row.value;
    auto value = decode(arena, bytes, row.type, Strings::View);
    if (!value) {
      return std::move(value).error().with_context("the stored value of " +
                                                   std::string(row.address) + " cannot be read");
    }
    to_ += '{';
    if (entry.address.key.kind() == InstanceKey::Kind::Number) {
      member("index_key");
      to_ += std::to_string(entry.address.key.number());
    } else if (entry.address.key.kind() == InstanceKey::Kind::String) {
      member("index_key");
      write_string(entry.address.key.symbol().view(), to_);
    }
    if (row.tainted) {
      member("status");
      to_ += "\"tainted\"";
    }
    if (!row.deposed_key.empty()) {
      member("deposed");
      write_string(row.deposed_key, to_);
    }
    member("schema_version");
    to_ += std::to_string(row.schema_version);
    member("attributes");
    write_value(*value, row.type, kDepth, to_);
    member("sensitive_attributes");
    write_paths(sensitive_paths(*value), kDepth, to_);
    write_rest(row);
    if (!row.private_bytes.empty()) {
      member("private");
      write_string(base64_encode(row.private_bytes), to_);
    }
    if (const std::string_view json = closures_.json(row.dependencies); !json.empty()) {
      member("dependencies");
      write_json(json, kDepth, to_);
    }
    if (row.create_before_destroy) {
      member("create_before_destroy");
      to_ += "true";
    }
    write_line(kDepth - 1, to_);
    to_ += '}';
    return ok_status();
  }

 private:
  void member(std::string_view name) {
    if (to_.back() != '{') to_ += ',';
    write_name(name, 5, to_);
  }
  void write_rest(const RowView& row) {
    if (rest_.instances.empty()) return;
    const auto found = rest_.instances.find(row_name(row.address, row.deposed_key));
    if (found == rest_.instances.end() || found->second.digest != row_digest(row)) return;
    to_ += ',';
    write_line(5, to_);
    write_json(found->second.members, 5, to_);
  }

  const Closures& closures_;
  const StateFileRest& rest_;
  std::string& to_;
};

Result<std::string> outputs_text(const Snapshot& snapshot) {
  std::string text;
  Arena arena;
  for (const auto& [name, output] : snapshot.outputs()) {
    std::string_view bytes = output.value;
    auto value = decode(arena, bytes, output.type);
    if (!value) {
      return std::move(value).error().with_context("the stored value of output " + name +
                                                   " cannot be read");
    }
    if (!text.empty()) text += ',';
    write_name(name, 2, text);
    const Type type = exact_type(*value);
    text += '{';
    write_name("value", 3, text);
    write_value(*value, type, 3, text);
    text += ',';
    write_name("type", 3, text);
    write_json(type_json(type), 3, text);
    if (output.sensitive) {
      text += ',';
      write_name("sensitive", 3, text);
      text += "true";
    }
    write_line(2, text);
    text += '}';
  }
  if (text.empty()) return std::string("{}");
  text = "{" + text;
  write_line(1, text);
  return text + '}';
}

}  // namespace

Result<std::string> write_state_file(const Snapshot& snapshot, const StateFileIdentity& identity,
                                     const StateFileRest& rest) {
  std::vector<Entry> entries;
  entries.reserve(snapshot.size());
  for (const RowView& row : snapshot.rows()) {
    const auto address = parse_instance_address(row.address, nullptr);
    if (!address) {
      return make_error(ErrorCategory::Corrupt, "the state holds \"" + std::string(row.address) +
                                                    "\", which is no address");
    }
    Entry& entry = entries.emplace_back();
    entry.address = *address;
    entry.module = module_text(address->module);
    entry.row = &row;
  }
  std::sort(entries.begin(), entries.end(), comes_before);
  Closures closures(entries);
  for (const Entry& entry : entries) closures.prepare(entry.row->dependencies);
  ASSIGN_OR_RETURN(const std::string outputs, outputs_text(snapshot));

  // Each part is a run of instances; a resource's head stands before its first.
  const std::size_t threads = entries.size() < 2 * kGrain ? 1 : hardware_threads();
  const std::size_t part_size = std::max<std::size_t>(kGrain, entries.size() / (4 * threads) + 1);
  std::vector<std::string> parts((entries.size() + part_size - 1) / part_size);
  std::vector<Status> failures(parts.size());
  parallel_for(parts.size(), threads, 1, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t part = begin; part < end; ++part) {
      std::string& text = parts[part];
      InstanceWriter writer(closures, rest, text);
      for (std::size_t i = part * part_size; i < std::min(entries.size(), (part + 1) * part_size);
           ++i) {
        const Entry& entry = entries[i];
        if (i == 0 || !same_resource(entries[i - 1], entry)) {
          text += i == 0 ? "[" : ",";
          write_line(2, text);
          text += '{';
          if (!entry.module.empty()) {
            write_name("module", 3, text);
            write_string(entry.module, text);
            text += ',';
          }
          write_name("mode", 3, text);
          text += entry.address.mode == ResourceMode::Data ? "\"data\"," : "\"managed\",";
          write_name("type", 3, text);
          write_string(entry.address.type.view(), text);
          text += ',';
          write_name("name", 3, text);
          write_string(entry.address.name.view(), text);
          text += ',';
          write_name("provider", 3, text);
          write_string(entry.row->provider, text);
          text += ',';
          write_name("instances", 3, text);
          text += '[';
        } else {
          text += ',';
        }
        write_line(4, text);
        if (Status written = writer.write(entry); !written) {
          failures[part] = std::move(written);
          return;
        }
        if (i + 1 == entries.size() || !same_resource(entry, entries[i + 1])) {
          write_line(3, text);
          text += ']';
          write_line(2, text);
          text += '}';
        }
      }
    }
  });
  for (Status& failure : failures) RETURN_IF_ERROR(std::move(failure));

  std::string text = "{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": " +
                     std::to_string(identity.serial) + ",\n  \"lineage\": ";
  write_string(identity.lineage, text);
  text += ",\n  \"outputs\": " + outputs + ",\n  \"resources\": ";
  std::size_t size = text.size() + 64 + rest.check_results.size() * 2;
  for (const std::string& part : parts) size += part.size();
  text.reserve(size);
  for (const std::string& part : parts) text += part;
  if (entries.empty()) {
    text += "[]";
  } else {
    write_line(1, text);
    text += ']';
  }
  text += ",\n  \"check_results\": ";
  write_json(rest.check_results.empty() ? "null" : rest.check_results, 1, text);
  return text + "\n}\n";
}

}  // namespace tenon

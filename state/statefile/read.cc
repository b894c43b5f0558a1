// From the text to rows: one pass that finds every instance, then all instances at once.
#include <algorithm>
#include <utility>

#include "schema/base/digest.h"
#include "schema/base/parallel.h"
#include "schema/resource/validate.h"
#include "schema/value/wire.h"
#include "state/statefile/json_cursor.h"
#include "state/statefile/state_file.h"
#include "state/statefile/values.h"

namespace tenon {

namespace {

// Below this many instances a second thread costs more than it saves.
constexpr std::size_t kGrain = 512;
// How many rows share an arena.
constexpr std::size_t kBlock = 256;

struct Resource {
  std::string module;
  std::string mode;
  std::string type;
  std::string name;
  std::string provider;
  std::string base;  // the address without the instance's key
  const ResourceSchema* schema = nullptr;
};

struct Place {
  std::size_t resource = 0;
  std::string_view text;
};

Error corrupt(const std::string& what) {
  return make_error(ErrorCategory::Corrupt, "this is no state of Terraform's: " + what);
}

Value with_mark_at(Arena& arena, const Value& value, const Path& path) {
  const auto found = value_at(value, path);
  if (!found) return value;
  if (path.empty()) return value.with_marks(Marks::Sensitive);
  return with_value_at(arena, value, path, found->with_marks(Marks::Sensitive));
}

// One object of an instance.
class InstanceReader {
 public:
  InstanceReader(const Resource& resource, std::string_view text, std::string_view whole)
      : resource_(resource), whole_(whole), cursor_(text, whole) {}

  // False with error() where it cannot be read.
  bool read(Arena& arena, Row& row, std::string& members) {
    row.provider = resource_.provider;
    std::string_view name;
    std::string scratch;
    for (cursor_.enter('{'); cursor_.ok() && cursor_.next_member(&name, scratch);) {
      member(std::string(name), row, members);
    }
    if (!cursor_.ok()) return false;
    row.address = resource_.base + key_.text();
    if (attributes_.empty()) {
      cursor_.fail(row.address +
                   " has no attributes that this version can read (they are in the form of "
                   "Terraform 0.11). Let Terraform write the state once");
      return false;
    }
    return decode(arena, row);
  }
  const std::string& error() const { return cursor_.error(); }

 private:
  void member(const std::string& name, Row& row, std::string& members) {
    std::string text;
    if (name == "index_key") {
      read_key();
    } else if (name == "schema_version") {
      row.schema_version = integer();
    } else if (name == "attributes") {
      attributes_ = cursor_.skip();
      if (attributes_ == "null") attributes_ = {};
    } else if (name == "sensitive_attributes") {
      paths_ = read_paths(cursor_);
    } else if (name == "private") {
      if (cursor_.peek() == 'n') return cursor_.null();
      if (!base64_decode(cursor_.string(text), row.private_bytes))
        cursor_.fail("the private bytes are no base64");
    } else if (name == "dependencies") {
      row.dependencies = read_dependencies();
    } else if (name == "create_before_destroy") {
      row.create_before_destroy = cursor_.boolean();
    } else if (name == "deposed") {
      row.deposed_key = cursor_.string(text);
    } else if (name == "status") {
      const std::string status(cursor_.string(text));
      row.tainted = status == "tainted";
      if (!status.empty() && !row.tainted) keep(name, "\"" + status + "\"", members);
    } else {
      keep(name, cursor_.skip(), members);
    }
  }

  static void keep(std::string_view name, std::string_view json, std::string& members) {
    if (json == "null") return;
    if (!members.empty()) members += ',';
    write_string(name, members);
    members += ':';
    members += json;
  }

  std::int64_t integer() {
    Arena arena;
    const Value value = read_value(cursor_, arena, Type::number());
    if (cursor_.ok() && (!value.is_known() || !value.is_int64()))
      cursor_.fail("a whole number is expected here");
    return cursor_.ok() ? value.as_int64() : 0;
  }

  void read_key() {
    std::string text;
    if (cursor_.peek() == '"') {
      key_ = InstanceKey::string(Symbol(cursor_.string(text)));
    } else if (cursor_.peek() == 'n') {
      cursor_.null();
    } else {
      key_ = InstanceKey::number(integer());
    }
  }

  std::string read_dependencies() {
    if (cursor_.peek() == 'n') {
      cursor_.null();
      return {};
    }
    std::vector<std::string> addresses;
    std::string text;
    for (cursor_.enter('['); cursor_.ok() && cursor_.next_element();)
      addresses.emplace_back(cursor_.string(text));
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    return encode_dependencies(addresses);
  }

  bool decode(Arena& arena, Row& row) {
    Value value;
    bool by_schema = false;
    if (resource_.schema != nullptr && resource_.schema->version == row.schema_version) {
      JsonCursor attributes(attributes_, whole_);
      value = read_value(attributes, arena, resource_.schema->block.type);
      by_schema = attributes.ok();
      if (by_schema) value = with_schema_marks(arena, resource_.schema->block, value);
    }
    if (!by_schema) {
      JsonCursor attributes(attributes_, whole_);
      value = read_plain_value(attributes, arena);
      if (!attributes.ok()) {
        cursor_ = attributes;
        return false;
      }
    }
    for (const Path& path : paths_) value = with_mark_at(arena, value, path);
    row.type = by_schema ? resource_.schema->block.type : value.type();
    encode(value, row.type, row.value);
    return true;
  }

  const Resource& resource_;
  std::string_view whole_;
  JsonCursor cursor_;
  InstanceKey key_;
  std::string_view attributes_;
  std::vector<Path> paths_;
};

class Reader {
 public:
  Reader(std::string_view text, const SchemaLookup& schemas) : text_(text), schemas_(schemas) {}

  Result<StateFile> read() {
    RETURN_IF_ERROR(read_top());
    RETURN_IF_ERROR(read_instances());
    std::sort(file_.rows.begin(), file_.rows.end(), [](const Row& a, const Row& b) {
      const int order = a.address.compare(b.address);
      return order != 0 ? order < 0 : a.deposed_key < b.deposed_key;
    });
    for (std::size_t i = 1; i < file_.rows.size(); ++i) {
      const Row& row = file_.rows[i];
      if (row.address == file_.rows[i - 1].address &&
          row.deposed_key == file_.rows[i - 1].deposed_key)
        return corrupt(row_name(row.address, row.deposed_key) + " stands in it twice");
    }
    return std::move(file_);
  }

 private:
  Status failure(const JsonCursor& cursor) { return corrupt(cursor.error()); }

  Status read_top() {
    JsonCursor cursor(text_);
    std::string_view name;
    std::string scratch;
    std::int64_t version = 0;
    std::string_view resources;
    std::string_view outputs;
    for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
      const std::string member(name);
      std::string text;
      if (member == "version" || member == "serial") {
        Arena arena;
        const Value number = read_value(cursor, arena, Type::number());
        if (cursor.ok() && (!number.is_known() || !number.is_int64() || number.as_int64() < 0))
          cursor.fail("a whole number is expected here");
        if (!cursor.ok()) break;
        if (member == "version") {
          version = number.as_int64();
        } else {
          file_.serial = static_cast<std::uint64_t>(number.as_int64());
        }
      } else if (member == "terraform_version") {
        file_.terraform_version = cursor.string(text);
      } else if (member == "lineage") {
        file_.lineage = cursor.string(text);
      } else if (member == "resources") {
        resources = cursor.skip();
      } else if (member == "outputs") {
        outputs = cursor.skip();
      } else if (member == "check_results") {
        file_.rest.check_results = cursor.skip();
        if (file_.rest.check_results == "null") file_.rest.check_results.clear();
      } else {
        cursor.skip();
      }
    }
    if (cursor.ok() && !cursor.at_end()) cursor.fail("nothing is expected after the object");
    if (!cursor.ok()) return failure(cursor);
    if (version == 0) return corrupt("it names no version of the format");
    if (version != 4) {
      return make_error(ErrorCategory::Unsupported,
                        "this state has version " + std::to_string(version) +
                            " of Terraform's format, and tenon reads version 4. " +
                            (version < 4 ? "Let Terraform 0.12 or later write it once"
                                         : "It was written by a newer Terraform"));
    }
    if (!resources.empty() && resources != "null") RETURN_IF_ERROR(read_resources(resources));
    if (!outputs.empty() && outputs != "null") RETURN_IF_ERROR(read_outputs(outputs));
    return ok_status();
  }

  Status read_resources(std::string_view json) {
    JsonCursor cursor(json, text_);
    for (cursor.enter('['); cursor.ok() && cursor.next_element();) {
      Resource resource;
      std::string_view name;
      std::string scratch;
      for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
        std::string text;
        std::string* to = name == "module"     ? &resource.module
                          : name == "mode"     ? &resource.mode
                          : name == "type"     ? &resource.type
                          : name == "name"     ? &resource.name
                          : name == "provider" ? &resource.provider
                                               : nullptr;
        if (to != nullptr) {
          *to = cursor.string(text);
        } else if (name == "instances") {
          for (cursor.enter('['); cursor.ok() && cursor.next_element();)
            places_.push_back({resources_.size(), cursor.skip()});
        } else {
          cursor.skip();
        }
      }
      if (!cursor.ok()) break;
      const std::string base = (resource.module.empty() ? "" : resource.module + ".") +
                               (resource.mode == "data" ? "data." : "") + resource.type + "." +
                               resource.name;
      const auto address = parse_instance_address(base, nullptr);
      if (!address || (resource.mode != "data" && resource.mode != "managed")) {
        cursor.fail("\"" + base + "\" (mode \"" + resource.mode + "\") is no resource");
        break;
      }
      resource.base = address->text();
      if (schemas_) resource.schema = schemas_(address->mode, address->type, resource.provider);
      resources_.push_back(std::move(resource));
    }
    return cursor.ok() ? ok_status() : failure(cursor);
  }

  Status read_instances() {
    file_.rows.resize(places_.size());
    std::vector<std::string> members(places_.size());
    const std::size_t threads = places_.size() < 2 * kGrain ? 1 : hardware_threads();
    // The first failure of each worker; of those the first in the text is told.
    std::vector<std::pair<std::size_t, std::string>> failures(threads, {places_.size(), ""});
    parallel_for(places_.size(), threads, kGrain,
                 [&](std::size_t begin, std::size_t end, std::size_t worker) {
                   for (std::size_t block = begin; block < end; block += kBlock) {
                     Arena arena;
                     for (std::size_t i = block; i < std::min(end, block + kBlock); ++i) {
                       const Place& place = places_[i];
                       InstanceReader reader(resources_[place.resource], place.text, text_);
                       if (reader.read(arena, file_.rows[i], members[i])) continue;
                       if (i < failures[worker].first) failures[worker] = {i, reader.error()};
                       return;
                     }
                   }
                 });
    const auto& first = *std::min_element(failures.begin(), failures.end());
    if (first.first < places_.size()) return corrupt(first.second);
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].empty()) continue;
      const Row& row = file_.rows[i];
      file_.rest.instances[row_name(row.address, row.deposed_key)] = {row_digest(view_of(row)),
                                                                      std::move(members[i])};
    }
    return ok_status();
  }

  Status read_outputs(std::string_view json) {
    JsonCursor cursor(json, text_);
    Arena arena;
    std::string_view name;
    std::string scratch;
    for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
      OutputRow output;
      output.name = name;
      JsonCursor value_at = cursor;
      bool has_value = false;
      bool has_type = false;
      std::string_view member;
      std::string inner;
      for (cursor.enter('{'); cursor.ok() && cursor.next_member(&member, inner);) {
        if (member == "value") {
          value_at = cursor;
          has_value = true;
          cursor.skip();
        } else if (member == "type") {
          output.type = read_type(cursor);
          has_type = true;
        } else if (member == "sensitive") {
          output.sensitive = cursor.boolean();
        } else {
          cursor.skip();
        }
      }
      if (!cursor.ok()) break;
      if (!has_value || !has_type) {
        cursor.fail("the output \"" + output.name + "\" has no value or no type");
        break;
      }
      const Value value = read_value(value_at, arena, output.type);
      if (!value_at.ok()) {
        cursor = value_at;
        break;
      }
      encode(output.sensitive ? value.with_marks(Marks::Sensitive) : value, output.type,
             output.value);
      file_.outputs.push_back(std::move(output));
    }
    return cursor.ok() ? ok_status() : failure(cursor);
  }

  std::string_view text_;
  const SchemaLookup& schemas_;
  StateFile file_;
  std::vector<Resource> resources_;
  std::vector<Place> places_;
};

}  // namespace

Result<StateFile> read_state_file(std::string_view text, const SchemaLookup& schemas) {
  return Reader(text, schemas).read();
}

Result<StateFileHead> read_state_file_head(std::string_view text) {
  StateFileHead head;
  JsonCursor cursor(text);
  std::string_view name;
  std::string scratch;
  for (cursor.enter('{'); cursor.ok() && cursor.next_member(&name, scratch);) {
    std::string inner;
    if (name == "serial") {
      Arena arena;
      const Value serial = read_value(cursor, arena, Type::number());
      if (cursor.ok() && serial.is_known() && serial.is_int64() && serial.as_int64() >= 0)
        head.serial = static_cast<std::uint64_t>(serial.as_int64());
    } else if (name == "lineage") {
      head.lineage = cursor.string(inner);
    } else if (name == "resources" && cursor.peek() == '[') {
      for (cursor.enter('['); cursor.ok() && cursor.next_element();) {
        cursor.skip();
        ++head.resources;
      }
    } else if (name == "outputs" && cursor.peek() == '{') {
      std::string_view output;
      for (cursor.enter('{'); cursor.ok() && cursor.next_member(&output, inner);) {
        cursor.skip();
        ++head.outputs;
      }
    } else {
      cursor.skip();
    }
  }
  if (!cursor.ok()) return corrupt(cursor.error());
  return head;
}

}  // namespace tenon

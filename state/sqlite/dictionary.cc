#include "state/sqlite/dictionary.h"

#include "schema/value/wire.h"

namespace tenon {

namespace {

Error missing(const sql::Database& database, const char* what, std::int64_t id) {
  return make_error(ErrorCategory::Corrupt,
                    database.path() + " is damaged: a row refers to " + what + " " +
                        std::to_string(id) +
                        ", which is not there or cannot be read. Restore it from a backup");
}

}  // namespace

Result<std::int64_t> Dictionary::name_id(sql::Database& database, std::string_view text) {
  std::string key(text);
  if (const auto known = name_ids_.find(key); known != name_ids_.end()) return known->second;
  ASSIGN_OR_RETURN(sql::Statement select, database.prepare("SELECT id FROM names WHERE text=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(text).step());
  std::int64_t id = 0;
  if (found) {
    id = select.integer(0);
  } else {
    ASSIGN_OR_RETURN(sql::Statement insert,
                     database.prepare("INSERT INTO names (text) VALUES (?)"));
    RETURN_IF_ERROR(insert.bind(text).run());
    id = database.last_id();
  }
  name_ids_.emplace(std::move(key), id);
  return id;
}

Result<std::int64_t> Dictionary::type_id(sql::Database& database, Type type) {
  if (const auto known = type_ids_.find(type); known != type_ids_.end()) return known->second;
  std::string encoded;
  encode_type(type, encoded);
  ASSIGN_OR_RETURN(sql::Statement select, database.prepare("SELECT id FROM types WHERE encoded=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind_blob(encoded).step());
  std::int64_t id = 0;
  if (found) {
    id = select.integer(0);
  } else {
    ASSIGN_OR_RETURN(sql::Statement insert,
                     database.prepare("INSERT INTO types (encoded) VALUES (?)"));
    RETURN_IF_ERROR(insert.bind_blob(encoded).run());
    id = database.last_id();
  }
  type_ids_.emplace(type, id);
  return id;
}

Result<std::string_view> Dictionary::name(sql::Database& database, std::int64_t id) {
  if (const auto known = names_.find(id); known != names_.end())
    return std::string_view(known->second);
  ASSIGN_OR_RETURN(sql::Statement select, database.prepare("SELECT text FROM names WHERE id=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(id).step());
  if (!found) return missing(database, "name", id);
  return std::string_view(names_.emplace(id, select.text(0)).first->second);
}

Result<Type> Dictionary::type(sql::Database& database, std::int64_t id) {
  if (const auto known = types_.find(id); known != types_.end()) return known->second;
  ASSIGN_OR_RETURN(sql::Statement select, database.prepare("SELECT encoded FROM types WHERE id=?"));
  ASSIGN_OR_RETURN(const bool found, select.bind(id).step());
  if (!found) return missing(database, "type", id);
  std::string_view bytes = select.blob(0);
  const auto type = decode_type(bytes);
  if (!type || !bytes.empty()) return missing(database, "type", id);
  types_.emplace(id, *type);
  return *type;
}

void Dictionary::forget() {
  name_ids_.clear();
  names_.clear();
  type_ids_.clear();
  types_.clear();
}

}  // namespace tenon

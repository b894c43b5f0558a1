// csvdecode: comma-separated values (RFC 4180) with a header line. Empty lines do not count; a
// quote stands only around a whole field.
#include <string>

#include "engine/lang/functions/body.h"

namespace tenon::lang::functions {

namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  // The next record; false at the end or where `problem` tells what is wrong.
  bool read(std::vector<std::string>& fields, std::string& problem) {
    fields.clear();
    skip_empty_lines();
    if (at_ >= text_.size()) return false;
    record_line_ = line_;
    while (true) {
      std::string field;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!read_quoted(field, problem)) return false;
      } else if (!read_plain(field, problem)) {
        return false;
      }
      fields.push_back(std::move(field));
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      skip_line_end();
      return true;
    }
  }
  std::size_t record_line() const { return record_line_; }
  std::size_t line() const { return line_; }

 private:
  std::size_t line_end_size() const {
    if (at_ >= text_.size()) return 0;
    if (text_[at_] == '\n') return 1;
    const bool windows = text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
    return windows ? std::min<std::size_t>(2, text_.size() - at_) : 0;
  }
  void skip_line_end() {
    const std::size_t size = line_end_size();
    at_ += size;
    if (size > 0) ++line_;
  }
  void skip_empty_lines() {
    while (line_end_size() > 0) skip_line_end();
  }

  bool read_plain(std::string& field, std::string& problem) {
    while (at_ < text_.size() && text_[at_] != ',' && line_end_size() == 0) {
      if (text_[at_] == '"') {
        problem = "a quote stands inside a field that is not quoted";
        return false;
      }
      field += text_[at_++];
    }
    return true;
  }

  bool read_quoted(std::string& field, std::string& problem) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '"') {
          field += '"';
          ++at_;
          continue;
        }
        if (at_ == text_.size() || text_[at_] == ',' || line_end_size() > 0) return true;
        problem = "a quoted field goes on after its closing quote";
        return false;
      }
      if (line_end_size() > 0) {
        field += '\n';
        skip_line_end();
        continue;
      }
      field += c;
      ++at_;
    }
    problem = "a quoted field has no closing quote";
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
};

Answer decode_csv(FunctionContext& context, Arguments arguments, FunctionError& error) {
  Arena& arena = *context.arena;
  CsvReader reader(arguments[0].as_string());
  std::vector<std::string> names;
  std::string problem;
  const auto broken = [&](std::size_t line) {
    return refuse(error, 0, "line " + std::to_string(line) + " is not valid CSV: " + problem);
  };
  if (!reader.read(names, problem)) {
    if (!problem.empty()) return broken(reader.line());
    return refuse(error, 0, "the header line with the names of the columns is missing");
  }
  std::vector<ObjectAttribute> attributes;
  for (const auto& name : names) {
    const Symbol symbol(Value::string(arena, name).as_string());
    for (const auto& other : attributes) {
      if (other.name == symbol) {
        return refuse(error, 0, "there are two columns named " + quoted(name));
      }
    }
    attributes.push_back({symbol, Type::string()});
  }
  const Type row = Type::object_of(attributes);
  std::vector<std::uint32_t> slots;
  for (const auto& attribute : attributes) slots.push_back(row.shape().slot_of(attribute.name));
  std::vector<Value> rows;
  std::vector<std::string> fields;
  std::vector<Value> values(names.size());
  while (reader.read(fields, problem)) {
    if (fields.size() != names.size()) {
      problem = "it has " + std::to_string(fields.size()) + " fields, and the header has " +
                std::to_string(names.size());
      return broken(reader.record_line());
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
      values[slots[i]] = Value::string(arena, fields[i]);
    rows.push_back(Value::object(arena, row, values));
  }
  if (!problem.empty()) return broken(reader.line());
  return Value::list(arena, row, rows);
}

}  // namespace

void add_csv(FunctionTable& table) {
  static const Parameter kText[] = {{"str", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "csvdecode",
       .parameters = kText,
       .result = Type::dynamic(),
       .body = decode_csv,
       .description = "The records of a CSV text, a list of objects by column names."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions

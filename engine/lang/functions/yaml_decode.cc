// yamldecode: one YAML document as a value. yaml-cpp reads; what scalars mean is in yaml_scalars.
// Mappings become objects, whose keys are scalars written as strings; "<<" merges a mapping;
// aliases repeat what their anchor holds.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <string>

#include "engine/lang/functions/body.h"
#include "engine/lang/functions/yaml_scalars.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"

namespace tenon::lang::functions {

namespace {

// Thrown through yaml-cpp to stop it; caught where it was called.
struct Stop {};

class YamlBuilder final : public YAML::EventHandler {
 public:
  explicit YamlBuilder(Arena& arena) : arena_(arena) {}

  const std::optional<Value>& result() const { return result_; }
  const std::string& problem() const { return problem_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin(anchor);
    finish(mark, anchor, {Value::null(Type::dynamic()), true, 1});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) stop(mark, "an anchor is referred to from inside itself");
    Node node = found->second;
    node.merges = false;
    add(mark, node);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    begin(anchor);
    std::string problem;
    std::optional<Value> value;
    const bool plain = tag != "!";
    if (tag == "!") {
      value = Value::string(arena_, text);
    } else if (tag.empty() || tag == "?") {
      value = plain_scalar(arena_, text, problem);
    } else {
      value = tagged_scalar(arena_, tag, text, plain, problem);
    }
    if (!value) stop(mark, problem);
    finish(mark, anchor, {*value, true, 1, plain && text == "<<"});
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, "tag:yaml.org,2002:seq", anchor, false);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, "tag:yaml.org,2002:map", anchor, true);
  }
  void OnMapEnd() override { close(); }

 private:
  // So that aliases of aliases cannot stand for more than memory holds.
  static constexpr std::size_t kMostNodes = 10'000'000;

  struct Node {
    Value value;
    bool scalar = false;
    std::size_t size = 1;  // nodes in it, aliases counted as what they stand for
    bool merges = false;   // a plain "<<"
  };
  struct Open {
    YAML::Mark mark;
    YAML::anchor_t anchor = 0;
    bool mapping = false;
    bool has_key = false;
    bool merging = false;
    Symbol key;
    std::size_t size = 1;
    std::vector<Value> elements;
    std::map<Symbol, Value> attributes;
  };

  [[noreturn]] void stop(const YAML::Mark& mark, const std::string& problem) {
    problem_ = "line " + std::to_string(mark.line + 1) + ", column " +
               std::to_string(mark.column + 1) + ": " + problem;
    throw Stop();
  }

  // What an anchor's name meant before no longer counts while it is defined again.
  void begin(YAML::anchor_t anchor) {
    if (anchor != 0) anchored_.erase(anchor);
  }

  void finish(const YAML::Mark& mark, YAML::anchor_t anchor, const Node& node) {
    if (anchor != 0) anchored_[anchor] = node;
    add(mark, node);
  }

  void open(const YAML::Mark& mark, const std::string& tag, std::string_view usual,
            YAML::anchor_t anchor, bool mapping) {
    if (!tag.empty() && tag != "?" && tag != "!" && tag != usual) {
      stop(mark,
           std::string(mapping ? "a mapping" : "a sequence") + " cannot be read as " + quoted(tag));
    }
    begin(anchor);
    Open one;
    one.mark = mark;
    one.anchor = anchor;
    one.mapping = mapping;
    open_.push_back(std::move(one));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    Node node;
    node.size = done.size;
    if (!done.mapping) {
      node.value = Value::tuple(arena_, done.elements);
    } else {
      std::vector<Symbol> names;
      for (const auto& [name, value] : done.attributes) names.push_back(name);
      const ObjectShape& shape = ObjectShape::of(names);
      std::vector<Value> slots(shape.size());
      for (const auto& [name, value] : done.attributes) slots[shape.slot_of(name)] = value;
      node.value = Value::object(arena_, shape, slots);
    }
    finish(done.mark, done.anchor, node);
  }

  void add(const YAML::Mark& mark, const Node& node) {
    if (open_.empty()) {
      if (result_) stop(mark, "there is something after the value");
      result_ = node.value;
      return;
    }
    Open& parent = open_.back();
    parent.size += node.size;
    if (parent.size > kMostNodes) stop(mark, "the aliases stand for more than 10000000 values");
    if (!parent.mapping) {
      parent.elements.push_back(node.value);
    } else if (!parent.has_key) {
      take_key(mark, parent, node);
    } else if (parent.merging) {
      merge(mark, parent, node.value);
    } else {
      parent.attributes[parent.key] = node.value;
      parent.has_key = false;
    }
  }

  void take_key(const YAML::Mark& mark, Open& parent, const Node& node) {
    if (!node.scalar) stop(mark, "only strings can be keys of a mapping");
    if (node.value.is_null()) stop(mark, "a key of a mapping cannot be null");
    ConversionError ignored;
    const auto text = convert(arena_, node.value, Type::string(), &ignored);
    if (!text) stop(mark, "only strings can be keys of a mapping");
    parent.key = Symbol(text->as_string());
    parent.has_key = true;
    parent.merging = node.merges;
  }

  void merge(const YAML::Mark& mark, Open& parent, const Value& value) {
    if (!value.type().is_object() || !value.is_known()) {
      stop(mark, friendly_name(value.type()) + " cannot be merged into a mapping");
    }
    const auto names = value.type().shape().names;
    for (std::size_t i = 0; i < names.size(); ++i)
      parent.attributes[names[i]] = value.elements()[i];
    parent.has_key = false;
    parent.merging = false;
  }

  Arena& arena_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchored_;
  std::optional<Value> result_;
  std::string problem_;
};

// YAML takes a carriage return, alone or before a line feed, for the end of a line; yaml-cpp does
// not always.
std::string with_plain_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      result += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      result += '\n';
    }
  }
  return result;
}

Answer decode_yaml(FunctionContext& context, Arguments arguments, FunctionError& error) {
  YamlBuilder builder(*context.arena);
  const auto broken = [&](const std::string& problem) {
    return refuse(error, 0, "the text is not valid YAML: " + problem);
  };
  const auto text = arguments[0].as_string();
  if (text.find('\0') != std::string_view::npos) return broken("it has a null character");
  try {
    std::istringstream stream(with_plain_line_ends(text));
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return broken("there is no document in it");
    if (parser) {
      if (parser.HandleNextDocument(builder)) {
        return broken("there is more than one document in it");
      }
    }
  } catch (const Stop&) {
    return broken(builder.problem());
  } catch (const YAML::Exception& problem) {
    return broken("line " + std::to_string(problem.mark.line + 1) + ", column " +
                  std::to_string(problem.mark.column + 1) + ": " + problem.msg);
  } catch (const std::exception& problem) {
    return broken(problem.what());
  }
  if (!builder.result()) return broken("there is no value in it");
  return *builder.result();
}

}  // namespace

void add_yaml_decode(FunctionTable& table) {
  static const Parameter kText[] = {{"src", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "yamldecode",
       .parameters = kText,
       .result = Type::dynamic(),
       .body = decode_yaml,
       .result_may_be_null = true,
       .description = "The value that a YAML text means."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions

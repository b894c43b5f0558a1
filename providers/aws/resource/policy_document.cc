#include "providers/aws/resource/policy_document.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr std::string_view kNewest = "2012-10-17";
constexpr std::string_view kWithoutVariables = "2008-10-17";

// Values under a name, in order; a single text stays a text.
struct Values {
  std::vector<std::string> texts;
  bool as_text = false;

  void append(const Values& more) {
    as_text = texts.empty() && more.as_text;
    texts.insert(texts.end(), more.texts.begin(), more.texts.end());
  }
  Node node() const {
    if (as_text && texts.size() == 1) return Node::string(texts[0]);
    Node list = Node::list();
    for (const std::string& text : texts) list.add(Node::string(text));
    return list;
  }
};

using Principals = std::map<std::string, Values>;  // by type: AWS, Service …
using Conditions = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

struct Statement {
  std::string sid;
  std::string effect;
  Node action, not_action, resource, not_resource;  // null, a text, or a list
  Principals principals, not_principals;
  Conditions conditions;
};

struct Document {
  std::string version;
  std::string id;
  std::vector<Statement> statements;
};

// --- The order of Terraform's sets: by the decimal text of a checksum of what is in the element.

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

std::string place_in_set(std::string_view text) { return std::to_string(crc32(text)); }

std::vector<std::string> texts_of(const Node* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const Node& item : list->items()) texts.push_back(item.scalar_text());
  return texts;
}

std::string text_of(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found == nullptr ? "" : found->scalar_text();
}

std::string place_of_principal(const Node& block) {
  std::vector<std::string> ids = texts_of(block.find("identifiers"));
  std::sort(ids.begin(), ids.end(), [](const std::string& a, const std::string& b) {
    return place_in_set(a + ";") < place_in_set(b + ";");
  });
  std::string text = "identifiers:{";
  for (const std::string& id : ids) text += id + ";";
  return place_in_set(text + "};type:" + text_of(block, "type") + ";");
}

std::string place_of_condition(const Node& block) {
  std::string text = "test:" + text_of(block, "test") + ";values:(";
  for (const std::string& value : texts_of(block.find("values"))) text += value + ";";
  return place_in_set(text + ");variable:" + text_of(block, "variable") + ";");
}

std::vector<const Node*> in_order_of_set(const Node* blocks,
                                         const std::function<std::string(const Node&)>& place) {
  std::vector<std::pair<std::string, const Node*>> placed;
  if (blocks != nullptr) {
    for (const Node& block : blocks->items()) placed.emplace_back(place(block), &block);
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Node*> blocks_in_order;
  for (const auto& [unused, block] : placed) blocks_in_order.push_back(block);
  return blocks_in_order;
}

// --- From the configuration

// Last first, as Terraform has it; one is a text.
Values sorted(std::vector<std::string> texts) {
  const bool single = texts.size() == 1;
  std::sort(texts.rbegin(), texts.rend());
  return {std::move(texts), single};
}

// `&{aws:username}` is how configurations write `${aws:username}`.
Status replace_variables(std::vector<std::string>& texts, const std::string& version) {
  for (std::string& text : texts) {
    if (text.find("&{") == std::string::npos) continue;
    if (version == kWithoutVariables)
      return make_error(ErrorCategory::InvalidArgument,
                        "\"" + text + "\" holds &{, and policies of the version " +
                            std::string(kWithoutVariables) + " have no variables. Use version " +
                            std::string(kNewest) + ".");
    for (auto at = text.find("&{"); at != std::string::npos; at = text.find("&{", at + 2))
      text[at] = '$';
  }
  return ok_status();
}

Result<Node> values_of(const Node& statement, std::string_view name, const std::string& version,
                       bool with_variables) {
  std::vector<std::string> texts = texts_of(statement.find(name));
  if (texts.empty()) return Node();
  if (with_variables) RETURN_IF_ERROR(replace_variables(texts, version));
  return sorted(std::move(texts)).node();
}

Result<Principals> principals_of(const Node* blocks, const std::string& version) {
  Principals principals;
  for (const Node* block : in_order_of_set(blocks, place_of_principal)) {
    std::vector<std::string> ids = texts_of(block->find("identifiers"));
    RETURN_IF_ERROR(replace_variables(ids, version));
    principals[text_of(*block, "type")].append(sorted(std::move(ids)));
  }
  return principals;
}

Result<Conditions> conditions_of(const Node* blocks, const std::string& version) {
  Conditions conditions;
  for (const Node* block : in_order_of_set(blocks, place_of_condition)) {
    std::vector<std::string> values = texts_of(block->find("values"));
    RETURN_IF_ERROR(replace_variables(values, version));
    auto& to = conditions[text_of(*block, "test")][text_of(*block, "variable")];
    to.insert(to.end(), values.begin(), values.end());
  }
  return conditions;
}

Result<Statement> statement_of(const Node& block, const std::string& version) {
  Statement statement;
  statement.sid = text_of(block, "sid");
  statement.effect = text_of(block, "effect");
  if (statement.effect.empty()) statement.effect = "Allow";
  ASSIGN_OR_RETURN(statement.action, values_of(block, "actions", version, false));
  ASSIGN_OR_RETURN(statement.not_action, values_of(block, "not_actions", version, false));
  ASSIGN_OR_RETURN(statement.resource, values_of(block, "resources", version, true));
  ASSIGN_OR_RETURN(statement.not_resource, values_of(block, "not_resources", version, true));
  ASSIGN_OR_RETURN(statement.principals, principals_of(block.find("principals"), version));
  ASSIGN_OR_RETURN(statement.not_principals, principals_of(block.find("not_principals"), version));
  ASSIGN_OR_RETURN(statement.conditions, conditions_of(block.find("condition"), version));
  return statement;
}

// --- From documents

Error refused(const std::string& what) { return make_error(ErrorCategory::InvalidArgument, what); }

// A member by its name, whatever its capitals.
const Node* member(const Node& map, std::string_view name) {
  if (const Node* exact = map.find(name)) return exact;
  for (const auto& [key, value] : map.members()) {
    const bool same = key.size() == name.size() &&
                      std::equal(key.begin(), key.end(), name.begin(), [](char a, char b) {
                        return std::tolower(static_cast<unsigned char>(a)) ==
                               std::tolower(static_cast<unsigned char>(b));
                      });
    if (same) return &value;
  }
  return nullptr;
}

Result<std::string> text_member(const Node& map, std::string_view name) {
  const Node* found = member(map, name);
  if (found == nullptr || found->is_null()) return std::string();
  if (!found->is_string()) return refused(std::string(name) + " must be text");
  return found->text();
}

Result<Node> list_member(const Node& map, std::string_view name) {
  const Node* found = member(map, name);
  if (found == nullptr || found->is_null()) return Node();
  const bool texts =
      found->is_string() ||
      (found->is_list() && std::all_of(found->items().begin(), found->items().end(),
                                       [](const Node& item) { return item.is_string(); }));
  if (!texts) return refused(std::string(name) + " must be text or a list of texts");
  return *found;
}

Result<Principals> parse_principals(const Node& map, std::string_view name) {
  Principals principals;
  const Node* found = member(map, name);
  if (found == nullptr || found->is_null()) return principals;
  if (found->is_string() && found->text() == "*") {
    principals["*"] = {{"*"}, true};
    return principals;
  }
  if (!found->is_map())
    return refused(std::string(name) + " must be \"*\" or a map of kinds of principals");
  for (const auto& [type, unused] : found->members()) {
    ASSIGN_OR_RETURN(const Node ids, list_member(*found, type));
    if (ids.is_string()) {
      principals[type].append({{ids.text()}, true});
    } else {
      Values values = sorted(texts_of(&ids));
      values.as_text = false;
      principals[type].append(values);
    }
  }
  return principals;
}

Result<Conditions> parse_conditions(const Node& map) {
  Conditions conditions;
  const Node* found = member(map, "Condition");
  if (found == nullptr || found->is_null()) return conditions;
  for (const auto& [test, variables] : found->members()) {
    for (const auto& [variable, value] : variables.members()) {
      auto& to = conditions[test][variable];
      if (value.is_string() || value.kind() == Node::Kind::Bool) {
        to.push_back(value.scalar_text());
        continue;
      }
      const bool texts =
          value.is_list() && std::all_of(value.items().begin(), value.items().end(),
                                         [](const Node& item) { return item.is_string(); });
      if (!texts)
        return refused("the condition " + test + " on " + variable +
                       " must be text, true, false or a list of texts; quote numbers");
      to = texts_of(&value);
    }
    if (!variables.is_map()) return refused("Condition." + test + " must be a map");
  }
  if (!found->is_map()) return refused("Condition must be a map");
  return conditions;
}

Result<Statement> parse_statement(const Node& source) {
  if (!source.is_map()) return refused("a Statement must be a map");
  Statement statement;
  ASSIGN_OR_RETURN(statement.sid, text_member(source, "Sid"));
  ASSIGN_OR_RETURN(statement.effect, text_member(source, "Effect"));
  ASSIGN_OR_RETURN(statement.action, list_member(source, "Action"));
  ASSIGN_OR_RETURN(statement.not_action, list_member(source, "NotAction"));
  ASSIGN_OR_RETURN(statement.resource, list_member(source, "Resource"));
  ASSIGN_OR_RETURN(statement.not_resource, list_member(source, "NotResource"));
  ASSIGN_OR_RETURN(statement.principals, parse_principals(source, "Principal"));
  ASSIGN_OR_RETURN(statement.not_principals, parse_principals(source, "NotPrincipal"));
  ASSIGN_OR_RETURN(statement.conditions, parse_conditions(source));
  return statement;
}

Result<Document> parse_document(const std::string& text) {
  ASSIGN_OR_RETURN(const Node source, parse_json(text));
  Document document;
  if (source.is_null()) return document;
  if (!source.is_map()) return refused("it is no JSON object");
  ASSIGN_OR_RETURN(document.version, text_member(source, "Version"));
  ASSIGN_OR_RETURN(document.id, text_member(source, "Id"));
  const Node* statements = member(source, "Statement");
  if (statements == nullptr || statements->is_null()) return document;
  if (!statements->is_list()) return refused("its Statement must be a list");
  for (const Node& item : statements->items()) {
    ASSIGN_OR_RETURN(Statement statement, parse_statement(item));
    document.statements.push_back(std::move(statement));
  }
  return document;
}

// --- Together

// What `from` says replaces what `to` said of the same Sid, and the rest is added.
void merge(Document& to, const Document& from) {
  if (!from.id.empty()) to.id = from.id;
  to.version = std::max(to.version, from.version);
  for (const Statement& statement : from.statements) {
    const auto same =
        statement.sid.empty()
            ? to.statements.end()
            : std::find_if(to.statements.begin(), to.statements.end(),
                           [&](const Statement& s) { return s.sid == statement.sid; });
    if (same == to.statements.end()) {
      to.statements.push_back(statement);
    } else {
      *same = statement;
    }
  }
}

Status merge_documents(Document& to, const Node& arguments, const char* name,
                       std::set<std::string>* sids) {
  const std::vector<std::string> texts = texts_of(arguments.find(name));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    const std::string where = std::string(name) + "[" + std::to_string(i) + "]";
    auto document = parse_document(texts[i]);
    if (!document) return refused(where + ": " + document.error().message);
    for (const Statement& statement : document->statements) {
      if (sids == nullptr || statement.sid.empty()) continue;
      if (!sids->insert(statement.sid).second)
        return refused(where + ": the Sid \"" + statement.sid +
                       "\" is there already. Source documents may not repeat one; "
                       "override_policy_documents may.");
    }
    merge(to, *document);
  }
  return ok_status();
}

Node node_of(const Principals& principals) {
  if (principals.size() == 1 && principals.begin()->first == "*" &&
      principals.begin()->second.texts == std::vector<std::string>{"*"})
    return Node::string("*");
  Node map = Node::map();
  for (const auto& [type, values] : principals) map.set(type, values.node());
  return map;
}

Node node_of(const Conditions& conditions) {
  Node map = Node::map();
  for (const auto& [test, variables] : conditions) {
    Node inner = Node::map();
    for (const auto& [variable, values] : variables)
      inner.set(variable, Values{values, true}.node());
    map.set(test, std::move(inner));
  }
  return map;
}

Node node_of(const Statement& statement) {
  Node node = Node::map();
  if (!statement.sid.empty()) node.set("Sid", Node::string(statement.sid));
  if (!statement.effect.empty()) node.set("Effect", Node::string(statement.effect));
  const std::array<std::pair<const char*, const Node*>, 4> lists = {{
      {"Action", &statement.action},
      {"NotAction", &statement.not_action},
      {"Resource", &statement.resource},
      {"NotResource", &statement.not_resource},
  }};
  for (const auto& [name, value] : lists) {
    if (!value->is_null()) node.set(name, *value);
  }
  if (!statement.principals.empty()) node.set("Principal", node_of(statement.principals));
  if (!statement.not_principals.empty())
    node.set("NotPrincipal", node_of(statement.not_principals));
  if (!statement.conditions.empty()) node.set("Condition", node_of(statement.conditions));
  return node;
}

// --- As text: members in their own order, <, > and & escaped, as Terraform's JSON is.

void write_text(const std::string& text, std::string& out) {
  std::string plain = json_quote(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : "\\u0026";
    } else if (plain.compare(i, 3, "\xE2\x80\xA8") == 0 ||
               plain.compare(i, 3, "\xE2\x80\xA9") == 0) {
      out += plain[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
}

void write(const Node& node, int indent, std::string& out) {
  const auto line = [&](int depth) {
    if (indent >= 0) out += '\n' + std::string(static_cast<std::size_t>(depth) * 2, ' ');
  };
  const int inner = indent >= 0 ? indent + 1 : indent;
  if (node.is_map()) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : node.members()) {
      if (!first) out += ',';
      first = false;
      line(inner);
      write_text(name, out);
      out += indent >= 0 ? ": " : ":";
      write(value, inner, out);
    }
    if (!first) line(indent);
    out += '}';
  } else if (node.is_list()) {
    out += '[';
    bool first = true;
    for (const Node& item : node.items()) {
      if (!first) out += ',';
      first = false;
      line(inner);
      write(item, inner, out);
    }
    if (!first) line(indent);
    out += ']';
  } else {
    write_text(node.scalar_text(), out);
  }
}

// What is left out of a statement's block, as Terraform's state has it.
Node completed_statements(const Node* statements) {
  Node result = Node::list();
  if (statements == nullptr) return result;
  for (Node block : statements->items()) {
    if (text_of(block, "effect").empty()) block.set("effect", Node::string("Allow"));
    if (text_of(block, "sid").empty()) block.set("sid", Node::string(""));
    for (const char* name : {"actions", "not_actions", "resources", "not_resources"}) {
      const Node* found = block.find(name);
      if (found == nullptr || found->is_null()) block.set(name, Node::list());
    }
    result.add(std::move(block));
  }
  return result;
}

}  // namespace

Result<Node> policy_document(const Node& arguments) {
  Document own;
  own.version = text_of(arguments, "version");
  if (own.version.empty()) own.version = kNewest;
  own.id = text_of(arguments, "policy_id");
  std::set<std::string> own_sids;
  if (const Node* blocks = arguments.find("statement")) {
    for (const Node& block : blocks->items()) {
      ASSIGN_OR_RETURN(Statement statement, statement_of(block, own.version));
      if (!statement.sid.empty() && !own_sids.insert(statement.sid).second)
        return refused("two statements have the sid \"" + statement.sid +
                       "\". Leave it out, or give each its own.");
      own.statements.push_back(std::move(statement));
    }
  }
  Document merged;
  std::set<std::string> sids;
  RETURN_IF_ERROR(merge_documents(merged, arguments, "source_policy_documents", &sids));
  merge(merged, own);
  RETURN_IF_ERROR(merge_documents(merged, arguments, "override_policy_documents", nullptr));

  Node document = Node::map();
  document.set("Version", Node::string(merged.version));
  if (!merged.id.empty()) document.set("Id", Node::string(merged.id));
  Node statements = Node::list();
  for (const Statement& statement : merged.statements) statements.add(node_of(statement));
  if (!statements.items().empty()) document.set("Statement", std::move(statements));

  std::string json;
  write(document, 0, json);
  std::string minified;
  write(document, -1, minified);
  Node result = Node::map();
  result.set("id", Node::string(place_in_set(json)));
  result.set("version", Node::string(own.version));
  result.set("statement", completed_statements(arguments.find("statement")));
  result.set("json", Node::string(std::move(json)));
  result.set("minified_json", Node::string(std::move(minified)));
  return result;
}

}  // namespace tenon::aws

#include "providers/aws/protocol/query.h"

#include "providers/aws/protocol/timestamps.h"
#include "providers/aws/protocol/xml.h"

namespace tenon::aws {

namespace {

// EC2's dialect: names begin with a capital, every list is flat, an empty one is not said. Source:
// Smithy's AWS EC2 query protocol specification.
enum class Dialect : std::uint8_t { Query, Ec2 };

// queryName as it is; else the wire name of answers with a capital; else the member's name with
// one.
std::string ec2_name(const Member& member) {
  if (!member.query_name.empty()) return member.query_name;
  std::string name = member.location_name.empty() ? member.name : member.location_name;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

Error misfit(const std::string& prefix, const char* wanted) {
  return make_error(ErrorCategory::InvalidArgument, prefix + " must be " + wanted);
}

// As forms are written: a space is a plus (WHATWG URL standard, application/x-www-form-urlencoded).
std::string form_encode(std::string_view text) {
  std::string encoded;
  for (const char c : uri_encode(text, " ")) encoded += c == ' ' ? '+' : c;
  return encoded;
}

// The form of a request.
class Form {
 public:
  explicit Form(Dialect dialect) : dialect_(dialect) {}

  void pair(const std::string& name, const std::string& value) {
    if (!text_.empty()) text_ += '&';
    text_ += form_encode(name) + "=" + form_encode(value);
  }

  Status put(const std::string& prefix, const Member& use, const Node& value) {
    const Shape& shape = *use.shape;
    switch (shape.kind) {
      case ShapeKind::Structure: {
        if (!value.is_map()) return misfit(prefix, "a structure");
        for (const Member& member : shape.members) {
          const Node* given = value.find(member.name);
          if (given == nullptr || given->is_null()) continue;
          const std::string name = dialect_ == Dialect::Ec2       ? ec2_name(member)
                                   : member.location_name.empty() ? member.name
                                                                  : member.location_name;
          RETURN_IF_ERROR(put(prefix.empty() ? name : prefix + "." + name, member, *given));
        }
        return ok_status();
      }
      case ShapeKind::List: {
        if (!value.is_list()) return misfit(prefix, "a list");
        if (value.items().empty()) {
          if (dialect_ == Dialect::Query) pair(prefix, "");
          return ok_status();
        }
        std::string each = prefix;
        if (dialect_ == Dialect::Ec2) {
          // Flat, and called as the member is.
        } else if (!use.flattened && !shape.flattened) {
          each += "." + name_or(shape.element.location_name, "member");
        } else if (called_as_its_elements(use)) {
          const auto dot = prefix.rfind('.');
          each = (dot == std::string::npos ? "" : prefix.substr(0, dot + 1)) +
                 shape.element.location_name;
        }
        std::size_t number = 0;
        for (const Node& item : value.items())
          RETURN_IF_ERROR(put(each + "." + std::to_string(++number), shape.element, item));
        return ok_status();
      }
      case ShapeKind::Map: {
        if (!value.is_map()) return misfit(prefix, "a map");
        if (value.members().empty()) return ok_status();
        const std::string each = use.flattened || shape.flattened ? prefix : prefix + ".entry";
        std::size_t number = 0;
        for (const auto& [key, item] : value.members()) {
          const std::string entry = each + "." + std::to_string(++number) + ".";
          pair(entry + name_or(shape.key.location_name, "key"), key);
          RETURN_IF_ERROR(
              put(entry + name_or(shape.value.location_name, "value"), shape.value, item));
        }
        return ok_status();
      }
      case ShapeKind::Timestamp: {
        const std::string& format =
            use.timestamp_format.empty() ? shape.timestamp_format : use.timestamp_format;
        const auto wire = wire_timestamp(value.scalar_text(), format.empty() ? "iso8601" : format);
        if (!wire) return misfit(prefix, "a time");
        pair(prefix, *wire);
        return ok_status();
      }
      default:
        if (value.is_list() || value.is_map()) return misfit(prefix, "a single value");
        pair(prefix, value.scalar_text());
        return ok_status();
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  Dialect dialect_;
  std::string text_;
};

class Query final : public Protocol {
 public:
  explicit Query(Dialect dialect) : dialect_(dialect) {}

  Result<SignableRequest> serialize(const ServiceModel& model, const Operation& operation,
                                    const Node& input) const override {
    SignableRequest request;
    request.method = operation.method.empty() ? "POST" : operation.method;
    request.path = operation.uri.empty() ? "/" : operation.uri;
    request.headers.emplace_back("Content-Type",
                                 "application/x-www-form-urlencoded; charset=utf-8");
    Form form(dialect_);
    form.pair("Action", operation.name);
    form.pair("Version", model.api_version);
    if (operation.input != nullptr) {
      Member whole;
      whole.shape = operation.input;
      RETURN_IF_ERROR(form.put("", whole, input.is_null() ? Node::map() : input));
    }
    request.body = std::move(form).text();
    return request;
  }

  Result<Node> parse(const ServiceModel&, const Operation& operation,
                     const HttpResponse& response) const override {
    if (operation.output == nullptr || operation.output->members.empty()) return Node::map();
    return read_xml(*operation.output, response.body, operation.result_wrapper);
  }

  ApiError parse_error(const ServiceModel&, const HttpResponse& response) const override {
    return xml_error(response);
  }

 private:
  Dialect dialect_;
};

}  // namespace

const Protocol& query_protocol() {
  static const Query protocol(Dialect::Query);
  return protocol;
}

const Protocol& ec2_protocol() {
  static const Query protocol(Dialect::Ec2);
  return protocol;
}

}  // namespace tenon::aws

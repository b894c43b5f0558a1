#include "providers/aws/protocol/rest.h"
#include "providers/aws/protocol/timestamps.h"
#include "providers/aws/protocol/xml.h"

namespace tenon::aws {

namespace {

std::string escaped(std::string_view text, bool attribute) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += attribute ? "&quot;" : "\"";
        break;
      // A reader would make line feeds of them (XML 1.0, 2.11).
      case '\r':
        result += "&#xD;";
        break;
      case '\n':
        result += "&#xA;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

Error misfit(const std::string& name, const char* wanted) {
  return make_error(ErrorCategory::InvalidArgument, name + " must be " + wanted);
}

std::string xmlns(const std::string& prefix, const std::string& uri) {
  if (uri.empty()) return {};
  return std::string(" xmlns") + (prefix.empty() ? "" : ":" + prefix) + "=\"" + escaped(uri, true) +
         "\"";
}

// xmlns of an element: that of its place, or of its shape.
std::string xmlns(const Member& use) {
  if (!use.xml_namespace.empty()) return xmlns(use.xml_prefix, use.xml_namespace);
  return xmlns(use.shape->xml_prefix, use.shape->xml_namespace);
}

class Writer {
 public:
  // One element, or as many as a flattened list has items.
  Status put(const std::string& name, const Member& use, const Node& value) {
    const Shape& shape = *use.shape;
    const bool flattened = use.flattened || shape.flattened;
    switch (shape.kind) {
      case ShapeKind::Structure:
        if (!value.is_map()) return misfit(name, "a structure");
        return structure(name, xmlns(use), shape, value);
      case ShapeKind::List: {
        if (!value.is_list()) return misfit(name, "a list");
        if (!flattened) open(name, xmlns(use));
        const std::string each = !flattened ? name_or(shape.element.location_name, "member")
                                 : called_as_its_elements(use) ? shape.element.location_name
                                                               : name;
        for (const Node& item : value.items()) {
          Member element = shape.element;
          if (flattened && element.xml_namespace.empty()) {
            element.xml_namespace = use.xml_namespace;
            element.xml_prefix = use.xml_prefix;
          }
          RETURN_IF_ERROR(put(each, element, item));
        }
        if (!flattened) close(name);
        return ok_status();
      }
      case ShapeKind::Map: {
        if (!value.is_map()) return misfit(name, "a map");
        const std::string space = xmlns(use);
        if (!flattened) open(name, space);
        const std::string entry = flattened ? name : "entry";
        for (const auto& [key, item] : value.members()) {
          open(entry, flattened ? space : "");
          RETURN_IF_ERROR(
              put(name_or(shape.key.location_name, "key"), shape.key, Node::string(key)));
          RETURN_IF_ERROR(put(name_or(shape.value.location_name, "value"), shape.value, item));
          close(entry);
        }
        if (!flattened) close(name);
        return ok_status();
      }
      default: {
        ASSIGN_OR_RETURN(const std::string text, scalar(name, use, value));
        open(name, xmlns(use));
        text_ += escaped(text, false);
        close(name);
        return ok_status();
      }
    }
  }

  // `attributes` come before those that are members.
  Status structure(const std::string& name, std::string attributes, const Shape& shape,
                   const Node& value) {
    for (const Member& member : shape.members) {
      const Node* given = value.find(member.name);
      if (!member.xml_attribute || given == nullptr || given->is_null()) continue;
      ASSIGN_OR_RETURN(const std::string text, scalar(member.name, member, *given));
      attributes += " " + name_or(member.location_name, member.name.c_str()) + "=\"" +
                    escaped(text, true) + "\"";
    }
    open(name, attributes);
    for (const Member& member : shape.members) {
      const Node* given = value.find(member.name);
      if (member.xml_attribute || !member.location.empty() || given == nullptr || given->is_null())
        continue;
      RETURN_IF_ERROR(put(name_or(member.location_name, member.name.c_str()), member, *given));
    }
    close(name);
    return ok_status();
  }

  std::string text() && { return std::move(text_); }

 private:
  void open(const std::string& name, const std::string& attributes) {
    text_ += "<" + name + attributes + ">";
  }
  void close(const std::string& name) { text_ += "</" + name + ">"; }

  static Result<std::string> scalar(const std::string& name, const Member& use, const Node& value) {
    if (value.is_list() || value.is_map()) return misfit(name, "a single value");
    if (use.shape->kind != ShapeKind::Timestamp) return value.scalar_text();
    const std::string& format =
        use.timestamp_format.empty() ? use.shape->timestamp_format : use.timestamp_format;
    const auto wire = wire_timestamp(value.scalar_text(), format.empty() ? "iso8601" : format);
    if (!wire) return misfit(name, "a time");
    return *wire;
  }

  std::string text_;
};

class RestXml final : public Rest {
 protected:
  const char* content_type() const override { return "application/xml"; }

  Result<std::string> write_body(const ServiceModel& model, const Operation& operation,
                                 const Member* payload, const Node& given) const override {
    Writer writer;
    if (payload != nullptr) {
      if (given.is_null()) return std::string();
      const Shape& shape = *payload->shape;
      if (!given.is_map()) return misfit(payload->name, "a structure");
      std::string space = xmlns(*payload);
      if (space.empty()) space = xmlns("", model.xml_namespace);
      const std::string& named =
          payload->location_name.empty() ? shape.location_name : payload->location_name;
      RETURN_IF_ERROR(writer.structure(name_or(named, payload->name.c_str()), space, shape, given));
      return std::move(writer).text();
    }
    const Shape& shape = *operation.input;
    bool says_something = false;
    for (const Member& member : shape.members) {
      const Node* found = given.find(member.name);
      says_something =
          says_something || (member.location.empty() && found != nullptr && !found->is_null());
    }
    // Nothing to say: no body, unless the operation names one.
    if (!says_something && operation.input_location_name.empty()) return std::string();
    const std::string& named =
        operation.input_location_name.empty() ? shape.location_name : operation.input_location_name;
    const std::string& uri = !operation.input_xml_namespace.empty() ? operation.input_xml_namespace
                             : !shape.xml_namespace.empty()         ? shape.xml_namespace
                                                                    : model.xml_namespace;
    RETURN_IF_ERROR(
        writer.structure(name_or(named, shape.name.c_str()), xmlns("", uri), shape, given));
    return std::move(writer).text();
  }

  Result<Node> read_body(const Shape& output, std::string_view body) const override {
    return read_xml(output, body);
  }
  Result<Node> read_payload(const Member& payload, std::string_view body) const override {
    return read_xml_root(payload, body);
  }

 public:
  ApiError parse_error(const ServiceModel&, const HttpResponse& response) const override {
    return xml_error(response);
  }
};

}  // namespace

const Protocol& rest_xml_protocol() {
  static const RestXml protocol;
  return protocol;
}

}  // namespace tenon::aws

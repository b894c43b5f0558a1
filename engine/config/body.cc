#include "engine/config/body.h"

#include <algorithm>
#include <set>

#include "engine/config/body_data.h"
#include "schema/base/text.h"

namespace tenon::config {

namespace {

using detail::BodyData;

std::vector<std::string> names_of(const BodySchema& schema) {
  std::vector<std::string> names;
  for (const ArgumentSchema& argument : schema.arguments) names.emplace_back(argument.name.view());
  for (const BlockTypeSchema& block : schema.blocks) names.emplace_back(block.name.view());
  return names;
}

const ArgumentSchema* argument_of(const BodySchema& schema, Symbol name) {
  for (const ArgumentSchema& argument : schema.arguments) {
    if (argument.name == name) return &argument;
  }
  return nullptr;
}

const BlockTypeSchema* block_of(const BodySchema& schema, Symbol name) {
  for (const BlockTypeSchema& block : schema.blocks) {
    if (block.name == name) return &block;
  }
  return nullptr;
}

// What a JSON or YAML value means in an argument of this mode.
lang::Expression expression_in_mode(const doc::Node& node, ArgumentMode mode,
                                    Diagnostics& diagnostics) {
  switch (mode) {
    case ArgumentMode::Expression:
      return lang::expression_of(node, diagnostics);
    case ArgumentMode::Literal:
    case ArgumentMode::Keyword:
      return lang::literal_of(node, diagnostics);
    case ArgumentMode::Traversal:
    case ArgumentMode::Native:
      if (node.kind == doc::NodeKind::String)
        return lang::parse_expression({node.text, node.text_span, node.verbatim}, diagnostics);
      return lang::literal_of(node, diagnostics);
  }
  return {};
}

void report_unknown(const BodySchema& schema, Symbol name, SourceSpan span, bool is_block,
                    Diagnostics& diagnostics) {
  const std::string text(name.view());
  if (!is_block && block_of(schema, name) != nullptr) {
    diagnostics.error(
        "E0122", "Unsupported argument",
        "\"" + text + "\" is a block here, not an argument. Write it without the equals sign: " +
            text + " { ... }.",
        span);
    return;
  }
  if (is_block && argument_of(schema, name) != nullptr) {
    diagnostics.error(
        "E0123", "Unsupported block type",
        "\"" + text + "\" is an argument here, not a block. Write it with an equals sign: " + text +
            " = ...",
        span);
    return;
  }
  diagnostics.error(is_block ? "E0123" : "E0122",
                    is_block ? "Unsupported block type" : "Unsupported argument",
                    (is_block ? "Blocks of type \"" + text + "\" are not expected here."
                              : "An argument named \"" + text + "\" is not expected here.") +
                        did_you_mean(text, names_of(schema)),
                    span);
}

// Collects a body's content; `used` hears which names were taken.
class Reader {
 public:
  Reader(const BodySchema& schema, bool partial, Diagnostics& diagnostics)
      : schema_(schema), partial_(partial), diagnostics_(diagnostics) {}

  BodyContent content;
  std::set<Symbol> used;

  void native(const std::shared_ptr<const BodyData>& data) {
    for (const lang::AttributeSyntax& attribute : data->native->attributes) {
      if (data->hidden.count(attribute.name) > 0) continue;
      if (argument_of(schema_, attribute.name) == nullptr) {
        if (!partial_)
          report_unknown(schema_, attribute.name, attribute.name_span, false, diagnostics_);
        continue;
      }
      used.insert(attribute.name);
      content.arguments.push_back({attribute.name, attribute.name_span, attribute.expression});
    }
    for (const lang::BlockSyntax& block : data->native->blocks) {
      if (data->hidden.count(block.type) > 0) continue;
      const BlockTypeSchema* known = block_of(schema_, block.type);
      if (known == nullptr) {
        if (!partial_) report_unknown(schema_, block.type, block.type_span, true, diagnostics_);
        continue;
      }
      used.insert(block.type);
      if (block.labels.size() != known->labels) {
        diagnostics_.error(
            "E0124",
            block.labels.size() < known->labels ? "Missing block label" : "Extraneous block label",
            "A \"" + std::string(block.type.view()) + "\" block has " +
                std::to_string(known->labels) + " label(s)" +
                (known->labels > 0 ? " (" + join(known->label_names, ", ") + ")" : "") +
                ", and this one has " + std::to_string(block.labels.size()) + ".",
            block.header);
        continue;
      }
      auto inside = std::make_shared<BodyData>();
      inside->native = std::shared_ptr<const lang::BodySyntax>(data->owner, &block.body);
      inside->owner = data->owner;
      inside->span = block.header;
      content.blocks.push_back(
          {block.type, block.type_span, block.labels, block.header, Body(inside)});
    }
  }

  void document(const std::shared_ptr<const BodyData>& data) {
    for (const doc::Node* object : data->objects) {
      for (const doc::Member& member : object->members) {
        const Symbol name(member.name);
        if (member.name == "//" || data->hidden.count(name) > 0) continue;
        const ArgumentSchema* argument = argument_of(schema_, name);
        const BlockTypeSchema* block = block_of(schema_, name);
        if (block != nullptr) {
          used.insert(name);
          blocks(data, *block, member, member.value, {}, block->labels);
        } else if (argument != nullptr) {
          used.insert(name);
          if (content.find(name) != nullptr) {
            diagnostics_.error("E0125", "Duplicate argument",
                               "The argument \"" + std::string(member.name) +
                                   "\" was set before in this body. Remove one of the two.",
                               member.name_span);
            continue;
          }
          content.arguments.push_back(
              {name, member.name_span,
               expression_in_mode(member.value, argument->mode, diagnostics_)});
        } else if (!partial_) {
          report_unknown(schema_, name, member.name_span, false, diagnostics_);
        }
      }
    }
  }

  void check_required(const Body& body) {
    for (const ArgumentSchema& argument : schema_.arguments) {
      if (!argument.required || content.find(argument.name) != nullptr) continue;
      diagnostics_.error("E0126", "Missing required argument",
                         "The argument \"" + std::string(argument.name.view()) +
                             "\" is required, but no value was given. Add it.",
                         body.missing_span());
    }
  }

 private:
  // One label level of a block after the other, then its body or bodies.
  void blocks(const std::shared_ptr<const BodyData>& data, const BlockTypeSchema& block,
              const doc::Member& property, const doc::Node& node,
              std::vector<lang::BlockLabel> labels, std::uint32_t left) {
    if (left == 0) return bodies(data, block, property, node, std::move(labels));
    std::vector<const doc::Node*> objects;
    if (node.kind == doc::NodeKind::Object) objects.push_back(&node);
    if (node.kind == doc::NodeKind::Array) {
      for (const doc::Node& item : node.items) objects.push_back(&item);
    }
    const std::string label =
        block.label_names.empty() ? "label" : block.label_names[block.labels - left];
    if (node.kind != doc::NodeKind::Object && node.kind != doc::NodeKind::Array) {
      diagnostics_.error("E0127", "Incorrect structure",
                         "\"" + std::string(property.name) +
                             "\" needs an object here, whose keys are the " + label + "s.",
                         node.span);
      return;
    }
    for (const doc::Node* object : objects) {
      if (object->kind != doc::NodeKind::Object) {
        diagnostics_.error("E0127", "Incorrect structure",
                           "\"" + std::string(property.name) +
                               "\" needs an object here, whose keys are the " + label + "s.",
                           object->span);
        continue;
      }
      for (const doc::Member& member : object->members) {
        std::vector<lang::BlockLabel> next = labels;
        next.push_back({std::string(member.name), member.name_span});
        blocks(data, block, property, member.value, std::move(next), left - 1);
      }
    }
  }

  void bodies(const std::shared_ptr<const BodyData>& data, const BlockTypeSchema& block,
              const doc::Member& property, const doc::Node& node,
              std::vector<lang::BlockLabel> labels) {
    if (node.kind == doc::NodeKind::Null) return;
    if (node.kind == doc::NodeKind::Array) {
      for (const doc::Node& item : node.items) one(data, block, property, item, labels);
      return;
    }
    one(data, block, property, node, labels);
  }

  void one(const std::shared_ptr<const BodyData>& data, const BlockTypeSchema& block,
           const doc::Member& property, const doc::Node& node,
           const std::vector<lang::BlockLabel>& labels) {
    if (node.kind != doc::NodeKind::Object) {
      diagnostics_.error(
          "E0127", "Incorrect structure",
          "A \"" + std::string(property.name) + "\" block is an object, or a list of objects.",
          node.span);
      return;
    }
    auto inside = std::make_shared<BodyData>();
    inside->objects.push_back(&node);
    inside->owner = data->owner;
    inside->span = labels.empty() ? property.name_span : labels.back().span;
    content.blocks.push_back(
        {Symbol(block.name), property.name_span, labels, inside->span, Body(inside)});
  }

  const BodySchema& schema_;
  bool partial_;
  Diagnostics& diagnostics_;
};

}  // namespace

const Argument* BodyContent::find(Symbol name) const {
  for (const Argument& argument : arguments) {
    if (argument.name == name) return &argument;
  }
  return nullptr;
}

Body::Body() : data_(std::make_shared<BodyData>()) {}
Body::Body(std::shared_ptr<const BodyData> data) : data_(std::move(data)) {}

BodyContent Body::content(const BodySchema& schema, Diagnostics& diagnostics) const {
  Reader reader(schema, false, diagnostics);
  if (data_->native != nullptr) reader.native(data_);
  reader.document(data_);
  reader.check_required(*this);
  return std::move(reader.content);
}

BodyContent Body::partial_content(const BodySchema& schema, Body* rest,
                                  Diagnostics& diagnostics) const {
  Reader reader(schema, true, diagnostics);
  if (data_->native != nullptr) reader.native(data_);
  reader.document(data_);
  reader.check_required(*this);
  if (rest != nullptr) {
    auto left = std::make_shared<BodyData>(*data_);
    left->hidden.insert(reader.used.begin(), reader.used.end());
    *rest = Body(left);
  }
  return std::move(reader.content);
}

std::vector<Argument> Body::just_arguments(ArgumentMode mode, Diagnostics& diagnostics) const {
  std::vector<Argument> arguments;
  if (data_->native != nullptr) {
    for (const lang::AttributeSyntax& attribute : data_->native->attributes) {
      if (data_->hidden.count(attribute.name) == 0)
        arguments.push_back({attribute.name, attribute.name_span, attribute.expression});
    }
    for (const lang::BlockSyntax& block : data_->native->blocks) {
      if (data_->hidden.count(block.type) > 0) continue;
      diagnostics.error("E0123", "Unsupported block type",
                        "Blocks are not expected here. If \"" + std::string(block.type.view()) +
                            "\" is meant as an argument, write it with an equals sign.",
                        block.type_span);
    }
  }
  for (const doc::Node* object : data_->objects) {
    for (const doc::Member& member : object->members) {
      const Symbol name(member.name);
      if (member.name == "//" || data_->hidden.count(name) > 0) continue;
      arguments.push_back(
          {name, member.name_span, expression_in_mode(member.value, mode, diagnostics)});
    }
  }
  return arguments;
}

SourceSpan Body::span() const { return data_->span; }

SourceSpan Body::missing_span() const {
  if (data_->native != nullptr && data_->span.known()) return data_->span;
  if (data_->native != nullptr) return data_->native->end;
  if (data_->span.known()) return data_->span;
  return data_->objects.empty() ? SourceSpan{} : data_->objects.front()->span;
}

bool Body::is_native() const { return data_->native != nullptr; }

}  // namespace tenon::config

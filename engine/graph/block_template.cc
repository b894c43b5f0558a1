#include "engine/graph/block_template.h"

#include <algorithm>
#include <map>
#include <set>

#include "schema/base/text.h"

namespace tenon {

namespace {

const Symbol kDynamic("dynamic"), kForEach("for_each"), kIterator("iterator"), kLabels("labels"),
    kContent("content");

class BlockCompiler {
 public:
  BlockCompiler(const std::string& what, Binder& binder, std::vector<DeclarationId>* needs,
                Diagnostics& diagnostics)
      : what_(what), binder_(binder), needs_(needs), diagnostics_(diagnostics) {}

  std::unique_ptr<BlockTemplate> compile(const BlockSchema& schema, const config::Body& body,
                                         const BindPlace& place) {
    auto compiled = std::make_unique<BlockTemplate>();
    compiled->schema = &schema;
    compiled->span = body.span();
    const std::set<Symbol> as_blocks = attributes_as_blocks(schema, body);
    const config::BodyContent content = body.content(body_schema(schema, as_blocks), diagnostics_);
    for (const config::Argument& argument : content.arguments)
      add_argument(schema, argument, place, *compiled);
    std::map<std::uint32_t, std::uint32_t> counts;
    std::map<std::uint32_t, bool> dynamic;
    for (const config::Block& block : content.blocks) {
      if (block.type == kDynamic) {
        const std::uint32_t slot = add_dynamic(schema, block, place, as_blocks, *compiled);
        if (slot != ObjectShape::kAbsent) dynamic[slot] = true;
        continue;
      }
      const std::uint32_t slot = schema.shape().slot_of(block.type);
      ++counts[slot];
      BlockTemplate::NestedTemplate nested;
      nested.slot = slot;
      nested.span = block.span;
      if (!block.labels.empty()) nested.label = block.labels[0].text;
      nested.content = compile(*schema.slots[slot].objects(), block.body, place);
      compiled->nested.push_back(std::move(nested));
    }
    check_counts(schema, counts, dynamic, body);
    return compiled;
  }

 private:
  // Attributes of objects that this body writes as blocks. Native syntax tells; in JSON and YAML it
  // is one where objects stand in its place, so that what they leave out is null. Source:
  // Terraform's documentation, "Attributes as Blocks".
  static std::set<Symbol> attributes_as_blocks(const BlockSchema& schema,
                                               const config::Body& body) {
    std::set<Symbol> found;
    for (const SchemaSlot& slot : schema.slots) {
      if (slot.element == nullptr || !slot.attribute.settable()) continue;
      Diagnostics unheard;
      const config::BodySchema wanted{{}, {{slot.name, 0, {}}, {kDynamic, 1, {"block type"}}}};
      const config::BodyContent content = body.partial_content(wanted, nullptr, unheard);
      if (unheard.has_errors()) continue;
      for (const config::Block& block : content.blocks) {
        if (block.type == slot.name || block.labels[0].text == slot.name.view())
          found.insert(slot.name);
      }
    }
    return found;
  }

  config::BodySchema body_schema(const BlockSchema& schema, const std::set<Symbol>& as_blocks) {
    config::BodySchema wanted;
    for (const SchemaSlot& slot : schema.slots) {
      if (slot.is_block() || as_blocks.count(slot.name) > 0) {
        const bool labelled = slot.is_block() && slot.nesting == Nesting::Map;
        wanted.blocks.push_back(
            {slot.name, labelled ? 1u : 0u,
             labelled ? std::vector<std::string>{"key"} : std::vector<std::string>{}});
      } else {
        wanted.arguments.push_back(
            {slot.name, config::ArgumentMode::Expression, slot.attribute.required});
      }
    }
    wanted.blocks.push_back({kDynamic, 1, {"block type"}});
    return wanted;
  }

  void add_argument(const BlockSchema& schema, const config::Argument& argument,
                    const BindPlace& place, BlockTemplate& to) {
    const std::uint32_t slot = schema.shape().slot_of(argument.name);
    const AttributeSchema& attribute = schema.slots[slot].attribute;
    if (!attribute.settable()) {
      diagnostics_.error("E0312", "Value for unconfigurable attribute",
                         "\"" + std::string(argument.name.view()) + "\" of " + what_ +
                             " is decided by the provider and cannot be set. Remove this line.",
                         argument.name_span);
      return;
    }
    if (!attribute.deprecated.empty()) {
      diagnostics_.warning("W0301", "Argument is deprecated", attribute.deprecated,
                           argument.name_span);
    }
    to.attributes.push_back(
        {slot, argument.name_span, binder_.bind(argument.expression, place, needs_)});
  }

  std::uint32_t add_dynamic(const BlockSchema& schema, const config::Block& block,
                            const BindPlace& place, const std::set<Symbol>& as_blocks,
                            BlockTemplate& to) {
    const Symbol type(block.labels[0].text);
    const SchemaSlot* slot = schema.find(type);
    if (slot == nullptr || (!slot->is_block() && as_blocks.count(type) == 0)) {
      std::vector<std::string> known;
      for (const SchemaSlot& each : schema.slots) {
        if (each.is_block()) known.emplace_back(each.name.view());
      }
      diagnostics_.error("E0313", "Unsupported block type",
                         "Blocks of type \"" + block.labels[0].text + "\" are not expected in " +
                             what_ + "." + did_you_mean(block.labels[0].text, known),
                         block.labels[0].span);
      return ObjectShape::kAbsent;
    }
    using config::ArgumentMode;
    const config::BodySchema wanted{{{kForEach, ArgumentMode::Expression, true},
                                     {kIterator, ArgumentMode::Traversal, false},
                                     {kLabels, ArgumentMode::Expression, false}},
                                    {{kContent, 0, {}}}};
    const config::BodyContent content = block.body.content(wanted, diagnostics_);
    const config::Argument* for_each = content.find(kForEach);
    if (for_each == nullptr) return ObjectShape::kAbsent;
    if (content.blocks.size() != 1) {
      diagnostics_.error("E0314", "A dynamic block needs one content block",
                         "A dynamic block holds exactly one \"content\" block, whose body is the "
                         "body of each block to make.",
                         block.span);
      return ObjectShape::kAbsent;
    }
    BlockTemplate::NestedTemplate nested;
    nested.slot = schema.shape().slot_of(type);
    nested.span = block.span;
    nested.dynamic = true;
    nested.for_each = binder_.bind(for_each->expression, place, needs_);
    BindPlace inside = place;
    Symbol iterator = type;
    if (const config::Argument* named = content.find(kIterator))
      iterator = Symbol(named->expression.as_keyword());
    nested.iterator = static_cast<std::uint32_t>(inside.iterators.size());
    inside.iterators.push_back(iterator);
    if (const config::Argument* labels = content.find(kLabels)) {
      const auto elements = labels->expression.as_tuple();
      if (!elements) {
        diagnostics_.error("E0314", "Invalid dynamic block labels",
                           "\"labels\" must be a list of expressions in brackets.",
                           labels->name_span);
      } else {
        for (const lang::Expression& label : *elements)
          nested.labels.push_back(binder_.bind(label, inside, needs_));
      }
    }
    nested.content = compile(*slot->objects(), content.blocks[0].body, inside);
    to.nested.push_back(std::move(nested));
    return to.nested.back().slot;
  }

  void check_counts(const BlockSchema& schema, const std::map<std::uint32_t, std::uint32_t>& counts,
                    const std::map<std::uint32_t, bool>& dynamic, const config::Body& body) {
    for (std::uint32_t i = 0; i < schema.slots.size(); ++i) {
      const SchemaSlot& slot = schema.slots[i];
      if (!slot.is_block()) continue;
      const auto found = counts.find(i);
      const std::uint32_t count = found == counts.end() ? 0 : found->second;
      const std::string name(slot.name.view());
      const std::uint32_t most =
          slot.nesting == Nesting::Single || slot.nesting == Nesting::Group ? 1 : slot.max_items;
      if (count < slot.min_items && dynamic.count(i) == 0) {
        diagnostics_.error("E0315", "Missing block",
                           what_ + " needs at least " + std::to_string(slot.min_items) + " \"" +
                               name + "\" block" + (slot.min_items == 1 ? "" : "s") + ", and has " +
                               std::to_string(count) + ".",
                           body.missing_span());
      } else if (most > 0 && count > most) {
        diagnostics_.error("E0316", "Too many blocks",
                           what_ + " may have no more than " + std::to_string(most) + " \"" + name +
                               "\" block" + (most == 1 ? "" : "s") + ", and has " +
                               std::to_string(count) + ". Remove the others.",
                           body.span());
      }
    }
  }

  const std::string& what_;
  Binder& binder_;
  std::vector<DeclarationId>* needs_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::unique_ptr<BlockTemplate> compile_block(const BlockSchema& schema, const config::Body& body,
                                             const std::string& what, Binder& binder,
                                             const BindPlace& place,
                                             std::vector<DeclarationId>* needs,
                                             Diagnostics& diagnostics) {
  return BlockCompiler(what, binder, needs, diagnostics).compile(schema, body, place);
}

}  // namespace tenon

"""Configurations for measuring: the same text for every program that is compared. Only terraform_data, so that no provider
process and no network take part and what is measured is the planner, the state and the apply loop."""

SHAPES = ('count', 'for_each', 'blocks', 'chain')


def configuration(shape, size):
    """`size` instances of terraform_data: by count, by for_each, as separate blocks, or as blocks that each need the one before."""
    if shape == 'count':
        return f'resource "terraform_data" "a" {{\n  count = {size}\n  input = "value-${{count.index}}"\n}}\n'
    if shape == 'for_each':
        # range() makes at most 1,024 numbers.
        rows = -(-size // 1000)
        keys = f'flatten([for i in range({rows}) : [for j in range(1000) : "key-${{i}}-${{j}}"]])'
        return (f'resource "terraform_data" "a" {{\n  for_each = toset(slice({keys}, 0, {size}))\n'
                '  input    = { name = each.key, tags = ["x", "y"] }\n}\n')
    if shape == 'blocks':
        return ''.join(f'resource "terraform_data" "a{i}" {{\n  input = "value-{i}"\n}}\n' for i in range(size))
    if shape == 'chain':
        text = 'resource "terraform_data" "a0" {\n  input = "first"\n}\n'
        return text + ''.join(f'resource "terraform_data" "a{i}" {{\n  input = terraform_data.a{i - 1}.id\n}}\n' for i in range(1, size))
    raise ValueError(f'no shape "{shape}": there are {", ".join(SHAPES)}')

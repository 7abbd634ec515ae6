using System.Collections.Immutable;

namespace RdpCompliance.Engine.Conditions;

/// <summary>
/// A checked path from a subject to a field: <paramref name="Outer"/> steps out of quantifiers ("^."),
/// then *one* relations, then the field (or, for a quantifier, the *many* relation).
/// </summary>
/// <param name="Text">As the rule writes it.</param>
public sealed record FieldPath(string Text, int Outer, ImmutableArray<string> Relations, string Field)
{
    public override string ToString() => Text;
}

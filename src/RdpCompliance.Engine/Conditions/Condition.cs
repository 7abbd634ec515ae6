using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Conditions;

/// <summary>A condition: one leaf form and seven nodes, evaluated by Kleene's logic.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>All tests must hold for the value at <paramref name="Path"/>.</summary>
    public sealed record Leaf(FieldPath Path, ImmutableArray<Test> Tests) : Condition;

    public sealed record AllOf(ImmutableArray<Condition> Parts) : Condition;

    public sealed record AnyOf(ImmutableArray<Condition> Parts) : Condition;

    public sealed record Not(Condition Part) : Condition;

    /// <summary>Is there a member for which <paramref name="Where"/> holds?</summary>
    public sealed record Any(Members Of, Condition? Where) : Condition;

    /// <summary>Is there no member for which <paramref name="Where"/> holds?</summary>
    public sealed record None(Members Of, Condition? Where) : Condition;

    /// <summary>Every member for which <paramref name="Where"/> holds satisfies <paramref name="Is"/>; true for none.</summary>
    public sealed record All(Members Of, Condition? Where, Condition Is) : Condition;

    /// <summary>The number of members for which <paramref name="Where"/> holds passes the tests; unknown members make a range.</summary>
    public sealed record Count(Members Of, Condition? Where, ImmutableArray<Test> Tests) : Condition;
}

/// <summary>What a quantifier runs over.</summary>
public abstract record Members
{
    private Members()
    {
    }

    /// <summary>A *many* relation, or a field of list type, whose elements have the one field "value".</summary>
    public sealed record Related(FieldPath Path) : Members;

    /// <summary>The rows of a table parameter.</summary>
    public sealed record Table(string Parameter) : Members;
}

/// <summary>An operator with its operand.</summary>
public sealed record Test(Operator Operator, Operand Operand);

/// <summary>Named as Azure Policy names them where it has them.</summary>
public enum Operator
{
    Equals,
    NotEquals,
    In,
    NotIn,
    Like,
    NotLike,
    Contains,
    ContainsAny,
    Less,
    LessOrEquals,
    Greater,
    GreaterOrEquals,
    Exists,
    Stated,
    Layer,
    Bits,
    CoversPort,
    OverlapsPort,
    Within,
    Overlaps,
    Before,
    After,
}

/// <summary>The right side of a test.</summary>
public abstract record Operand
{
    private Operand()
    {
    }

    public sealed record Literal(FieldValue Value) : Operand;

    public sealed record Path(FieldPath Field) : Operand;

    public sealed record Parameter(string Name) : Operand;

    /// <summary>The time of the scan (<c>--as-of</c>) plus <paramref name="Offset"/>.</summary>
    public sealed record Now(TimeSpan Offset) : Operand;
}

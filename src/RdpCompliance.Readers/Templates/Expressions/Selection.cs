using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Picks a member or an element out of a value; what is picked keeps its place and gets the way of what it was picked from.</summary>
public static class Selection
{
    public static Node Member(ExpressionEvaluator evaluator, Expression.Member member, Node target, Location place) =>
        Property(evaluator, target, member.Name, member.Access, member.Location, place);

    public static Node Element(ExpressionEvaluator evaluator, Expression.Element element, Node target, Node index, Location place) =>
        Element(evaluator, target, index, element.Access, element.Location, place);

    public static Node Element(ExpressionEvaluator evaluator, Node target, Node index, Access access, Location at, Location place)
    {
        var picked = (target, index) switch
        {
            (_, not (Node.Text or Node.Number { Whole: not null } or Node.Unresolved)) when IsSafe(access) => Mismatch(evaluator, target, index, at, place),
            (not (Node.Array or Node.Object or Node.Unresolved), not Node.Unresolved) when IsSafe(access) => new Node.Null(place) { Trace = target.Trace },
            (_, Node.Text name) when access is Access.Strict or Access.Safe => Property(evaluator, target, name.Value, access, at, place),
            (_, Node.Unresolved unknown) => Unknown.From(unknown, "element", [target, index]),
            (Node.Array list, Node.Number { Whole: { } number }) => Nth(evaluator, list, number, access, at, place),
            (Node.Unresolved { Partial: Node.Array list } cause, Node.Number { Whole: { } number }) when access is Access.Strict or Access.Safe =>
                Unknown.Below(cause, $"[{number}]", null) is var below && number >= 0 && number < list.Elements.Length
                    ? Known(below, list.Elements[(int)number], cause)
                    : below,
            (Node.Unresolved cause, Node.Number number) => Unknown.Below(cause, $"[{number.Literal}]", null),
            (_, not Node.Unresolved) when IsSafe(access) => new Node.Null(place) { Trace = target.Trace },
            _ => Mismatch(evaluator, target, index, at, place),
        };
        return Tracing.After(index.Trace, picked);
    }

    private static bool IsSafe(Access access) => access is Access.Safe or Access.SafeFromEnd;

    /// <summary>The property of that name, ignoring letter case.</summary>
    public static Node Property(ExpressionEvaluator evaluator, Node target, string name, Access access, Location at, Location place)
    {
        switch (target)
        {
            case Node.Object record when record.Find(name) is { } found:
                return Tracing.After(target.Trace, found);
            case Node.Unresolved { Partial: Node.Object partial } cause:
                var below = Unknown.Below(cause, $".{name}", null);
                return partial.Find(name) is { } known ? Known(below, known, cause) : below;
            case Node.Unresolved cause:
                return Unknown.Below(cause, $".{name}", null);
            case var _ when access is Access.Safe:
                return new Node.Null(place) { Trace = target.Trace };
            default:
                var wanted = target switch
                {
                    Node.Object { Properties.Length: 0 } => "an object with properties",
                    Node.Object record => $"one of {Names(record)}",
                    _ => $"an object, not {Conversion.NameOf(target)},",
                };
                return evaluator.Refuse(ExpressionDiagnostics.NoSuchMember, at, place, ExpressionEvaluator.Shown(at), name, wanted);
        }
    }

    /// <summary>
    /// What is known of a member of something that is known in part: a text or number is the
    /// value itself, a record may have more properties than are known, and what is
    /// empty may be filled by Azure.
    /// </summary>
    private static Node Known(Node.Unresolved below, Node known, Node.Unresolved cause) => known switch
    {
        Node.Null or Node.Text { Value: "" } => below,
        Node.Object or Node.Array => Unknown.Below(cause, "", known) is var partial && below.Pattern is { } pattern
            ? new Node.Unresolved(partial) { Pattern = pattern, Partial = known }
            : partial,
        _ => Tracing.After(cause.Trace, known),
    };

    private static Node Nth(ExpressionEvaluator evaluator, Node.Array list, long number, Access access, Location at, Location place)
    {
        var fromEnd = access is Access.FromEnd or Access.SafeFromEnd;
        var index = fromEnd ? list.Elements.Length - number : number;
        if (index >= 0 && index < list.Elements.Length)
        {
            return Tracing.After(list.Trace, list.Elements[(int)index]);
        }

        if (access is Access.Safe or Access.SafeFromEnd)
        {
            return new Node.Null(place) { Trace = list.Trace };
        }

        return evaluator.Refuse(
            ExpressionDiagnostics.NoSuchMember,
            at,
            place,
            ExpressionEvaluator.Shown(at),
            Conversion.Print(number),
            $"an element of the {list.Elements.Length} of the array");
    }

    private static Node.Unresolved Mismatch(ExpressionEvaluator evaluator, Node target, Node index, Location at, Location place)
    {
        var wanted = target is Node.Array ? $"an integer, not {Conversion.NameOf(index)}," : $"an array, not {Conversion.NameOf(target)},";
        return evaluator.Refuse(ExpressionDiagnostics.NoSuchMember, at, place, ExpressionEvaluator.Shown(at), Conversion.ToText(index) ?? "", wanted);
    }

    private static string Names(Node.Object record)
    {
        const int Most = 5;
        var names = record.Properties.Select(property => $"'{property.Name}'").Take(Most);
        return string.Join(", ", names) + (record.Properties.Length > Most ? " …" : "");
    }
}

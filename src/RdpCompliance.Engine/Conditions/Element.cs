using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Conditions;

/// <summary>What a path starts at: a subject, a row of a table, or an element of a list (whose one field is "value").</summary>
public abstract record Element
{
    private Element()
    {
    }

    public sealed record OfSubject(Subject Subject) : Element;

    public sealed record OfRow(FieldValue.Row Row) : Element;

    /// <param name="List">The fact that holds the list, for places.</param>
    public sealed record OfValue(FieldValue Value, Fact List) : Element;
}

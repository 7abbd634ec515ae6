using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Conditions;

/// <summary>What paths start at: the innermost element, and the scopes around it.</summary>
internal sealed record Scope(Element Element, Scope? Outer)
{
    public static Scope Of(Subject subject) => new(new Element.OfSubject(subject), null);

    public Scope Push(Element element) => new(element, this);
}

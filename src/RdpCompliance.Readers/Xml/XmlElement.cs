using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Xml;

/// <summary>A text of an XML document; the span is the text as written, before entities are resolved, without quotes and CDATA marks.</summary>
public readonly record struct XmlText(string Value, TextSpan Span);

/// <summary>An attribute; its name is local.</summary>
public sealed record XmlAttributeText(string Name, XmlText Text);

/// <summary>
/// An element. <see cref="Text"/> is its own text: "" (placed behind the start tag) where it
/// has none. <see cref="Span"/> reaches from '&lt;' to the end of its last tag,
/// or to where the document breaks off.
/// </summary>
public sealed record XmlElement(
    string Name,
    string Namespace,
    ImmutableArray<XmlAttributeText> Attributes,
    ImmutableArray<XmlElement> Children,
    XmlText Text,
    TextSpan Span)
{
    /// <summary>The children of that local name, whatever their namespace.</summary>
    public IEnumerable<XmlElement> All(string name) => Children.Where(child => child.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>The first child of that local name.</summary>
    public XmlElement? Find(string name) => Children.FirstOrDefault(child => child.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>The element that a path of local names leads to, the first of each.</summary>
    public XmlElement? Find(string first, params ReadOnlySpan<string> others)
    {
        var found = Find(first);
        foreach (var name in others)
        {
            found = found?.Find(name);
        }

        return found;
    }

    /// <summary>The text of an attribute; <see langword="null"/> when it is not there.</summary>
    public XmlText? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name.Equals(name, StringComparison.Ordinal))?.Text;
}

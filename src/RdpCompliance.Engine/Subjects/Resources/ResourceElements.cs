using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>Things that are written inside a resource and are subjects of their own.</summary>
/// <param name="Path">Member names from the resource to them.</param>
public abstract record ResourceElements(string Path)
{
    /// <summary>Objects, and for what is not known the node that stands for it.</summary>
    internal abstract IEnumerable<Node> ElementsOf(Resource resource);

    /// <summary>The elements of a list of objects.</summary>
    public sealed record OfList(string Path) : ResourceElements(Path)
    {
        internal override IEnumerable<Node> ElementsOf(Resource resource) => ResourceShape.At(resource.Body, Path);
    }

    /// <summary>
    /// The properties of a text such as "audiomode:i:0;targetisaadjoined:i:1", each with its
    /// "name", "type" and "value" (a whole number also as "number"), how many
    /// "parts" of the three it has, the whole "text", and the "condition" under which it counts: "always" unless the text states one.
    /// </summary>
    /// <param name="IsConditional">Each property ends with the type and the value of a condition.</param>
    public sealed record OfRdpText(string Path, bool IsConditional) : ResourceElements(Path)
    {
        internal override IEnumerable<Node> ElementsOf(Resource resource) =>
            ResourceShape.At(resource.Body, Path).SelectMany(node => node is Node.Text text ? RdpTextParser.Parse(text, IsConditional) : [node]);
    }
}

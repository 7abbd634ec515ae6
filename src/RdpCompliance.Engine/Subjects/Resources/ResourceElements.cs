using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

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

    /// <summary>The properties of a text such as "audiomode:i:0;targetisaadjoined:i:1", each with its "name", "type" and "value", how many "parts" it has, and the whole "text".</summary>
    public sealed record OfRdpText(string Path) : ResourceElements(Path)
    {
        internal override IEnumerable<Node> ElementsOf(Resource resource) =>
            ResourceShape.At(resource.Body, Path).SelectMany(node => node is Node.Text text ? Properties(text) : [node]);

        private static IEnumerable<Node> Properties(Node.Text text)
        {
            var start = 0;
            foreach (var part in text.Value.Split(';'))
            {
                var at = start;
                start += part.Length + 1;
                var trimmed = part.Trim();
                if (trimmed.Length > 0)
                {
                    yield return Property(text, trimmed, at + part.IndexOf(trimmed, StringComparison.Ordinal));
                }
            }
        }

        private static Node.Object Property(Node.Text whole, string part, int at)
        {
            var place = Within(whole, at, part.Length);
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var second = colon < 0 ? -1 : part.IndexOf(':', colon + 1);
            var members = ImmutableArray.CreateBuilder<Property>();
            Add("text", part);
            Add("name", (colon < 0 ? part : part[..colon]).Trim());
            if (second > 0)
            {
                Add("type", part[(colon + 1)..second].Trim());
                Add("value", part[(second + 1)..].Trim());
            }

            members.Add(new("parts", place, new Node.Number(place, second > 0 ? "3" : colon >= 0 ? "2" : "1") { Trace = whole.Trace }));
            return new Node.Object(place, members.DrainToImmutable()) { Trace = whole.Trace };

            void Add(string name, string value) => members.Add(new(name, place, new Node.Text(place, value) { Trace = whole.Trace }));
        }

        /// <summary>The part's own place where the literal holds the text as it is, without escapes; else the literal's.</summary>
        private static Location Within(Node.Text whole, int at, int length)
        {
            var place = whole.Location;
            if (place.Unit != SpanUnit.Characters || place.Start + place.Length > place.Source.Text.Value.Length)
            {
                return place;
            }

            var written = place.Source.Text.Value.AsSpan((int)place.Start, (int)place.Length);
            var found = written.IndexOf(whole.Value, StringComparison.Ordinal);
            return found < 0 ? place : place with { Start = place.Start + found + at, Length = length };
        }
    }
}

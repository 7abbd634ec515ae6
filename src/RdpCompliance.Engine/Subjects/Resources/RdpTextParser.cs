using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>Reads the properties of Remote Desktop that a host pool gives to its clients as one text.</summary>
internal static class RdpTextParser
{
    /// <summary>Properties whose value is a list with the same separator that stands between properties: drivestoredirect, camerastoredirect …</summary>
    private const string ListSuffix = "toredirect";

    public static IEnumerable<Node> Parse(Node.Text text, bool isConditional)
    {
        foreach (var (start, length) in Properties(text.Value))
        {
            yield return Property(text, text.Value.Substring(start, length), start, isConditional);
        }
    }

    private static List<(int Start, int Length)> Properties(string text)
    {
        var found = new List<(int Start, int Length)>();
        var at = 0;
        foreach (var part in text.Split(';'))
        {
            var trimmed = part.Trim();
            var start = at + part.IndexOf(trimmed, StringComparison.Ordinal);
            at += part.Length + 1;
            if (trimmed.Length == 0)
            {
                continue;
            }

            if (found is [.., var (first, length)] && IsOfList(text.AsSpan(first, length)) && IsMember(trimmed))
            {
                found[^1] = (first, start + trimmed.Length - first);
            }
            else
            {
                found.Add((start, trimmed.Length));
            }
        }

        return found;
    }

    private static bool IsOfList(ReadOnlySpan<char> property) =>
        property.IndexOf(':') is var colon and > 0 && property[..colon].TrimEnd().EndsWith(ListSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A drive, a device by its path, instance or class, or a word for those that come later. Anything else is taken for a property of its own.
    /// </summary>
    private static bool IsMember(string part) =>
        part is [_, ':'] or [_, ':', '\\'] or "*" or ['{', .., '}']
        || part.StartsWith(@"\\", StringComparison.Ordinal)
        || part.StartsWith(@"-\\", StringComparison.Ordinal)
        || part.StartsWith(@"USB\", StringComparison.OrdinalIgnoreCase)
        || part.StartsWith("Dynamic", StringComparison.OrdinalIgnoreCase);

    private static Node.Object Property(Node.Text whole, string property, int at, bool isConditional)
    {
        var place = Within(whole, at, property.Length);
        var stated = property.Split(':', 3);
        var condition = isConditional && stated.Length == 3 ? Condition(stated[2]) : null;
        var members = ImmutableArray.CreateBuilder<Property>();
        Add("text", property);
        Add("name", stated[0].Trim());
        if (stated.Length == 3)
        {
            var value = (condition?.Value ?? stated[2]).Trim();
            Add("type", stated[1].Trim());
            Add("value", value);
            if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                members.Add(new("number", place, new Node.Number(place, value) { Trace = whole.Trace }));
            }
        }

        Add("condition", condition?.Condition ?? "always");
        var parts = isConditional && stated.Length == 3 && condition is null ? 2 : stated.Length;
        members.Add(new("parts", place, new Node.Number(place, parts.ToString(CultureInfo.InvariantCulture)) { Trace = whole.Trace }));
        return new Node.Object(place, members.DrainToImmutable()) { Trace = whole.Trace };

        void Add(string name, string value) => members.Add(new(name, place, new Node.Text(place, value) { Trace = whole.Trace }));
    }

    /// <summary>"VALUE:CONDITION TYPE:CONDITION VALUE"; the value may hold colons.</summary>
    private static (string Value, string Condition)? Condition(string text) =>
        text.LastIndexOf(':') is var last and > 0 && text.LastIndexOf(':', last - 1) is var before and >= 0
            ? (text[..before], text[(before + 1)..].Trim())
            : null;

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

using System.Text;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>Item-level targeting of a preference item ([MS-GPPREF]), said without words of any language.</summary>
internal static class PreferenceTargeting
{
    private const int LongestFilterText = 120;

    /// <summary>The filters of an item in a form without language: "FilterGroup S-1-5-32-555 or not FilterComputer name=PC1 type=NETBIOS".</summary>
    public static string? Of(XmlElement item)
    {
        if (item.Find("Filters") is not { Children.Length: > 0 } filters)
        {
            return null;
        }

        var text = new StringBuilder();
        // A closing bracket waits on the stack behind the filters of its collection.
        var open = new Stack<(XmlElement? Filter, bool IsFirst)>();
        PushAll(filters);
        while (open.TryPop(out var next))
        {
            if (next.Filter is not { } filter)
            {
                text.Append(')');
                continue;
            }

            text.Append(
                    next.IsFirst ? ""
                    : filter.Attribute("bool")?.Value == "OR" ? " or "
                    : " and ")
                .Append(filter.Attribute("not") is { Value: "1" } ? "not " : "");
            if (filter.Name == "FilterCollection")
            {
                text.Append('(');
                open.Push((null, false));
                PushAll(filter);
            }
            else
            {
                text.Append(filter.Name).Append(Details(filter));
            }
        }

        return text.ToString();

        void PushAll(XmlElement parent)
        {
            for (var index = parent.Children.Length - 1; index >= 0; index--)
            {
                open.Push((parent.Children[index], index == 0));
            }
        }
    }

    private static string Details(XmlElement filter)
    {
        var text = filter.Attribute("sid") is { Value.Length: > 0 } sid
            ? " " + sid.Value
            : string.Concat(
                filter
                    .Attributes.Where(attribute =>
                        attribute.Name is not ("bool" or "not" or "hidden" or "sid" or "userContext" or "primaryGroup" or "localGroup")
                        && attribute.Text.Value.Length > 0)
                    .Select(attribute => $" {attribute.Name}={attribute.Text.Value}"));
        return text.Length > LongestFilterText ? text[..LongestFilterText] + "…" : text;
    }

    /// <summary>The targeting of a collection holds for everything in it.</summary>
    public static string? Join(string? outer, string? inner) => (outer, inner) switch
    {
        (null, _) => inner,
        (_, null) => outer,
        _ => $"({outer}) and ({inner})",
    };
}

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>
/// Reads words of closed lists: members of an enum in kebab case ("multi-string", "less-or-equals" is written "lessOrEquals" only for operators).
/// </summary>
internal static class PackEnum
{
    public static T? Required<T>(PackNode.Map map, string key, PackReport report)
        where T : struct, Enum => report.Required(map, key) is { } node ? Parse<T>(node, key, report) : null;

    public static T? Optional<T>(PackNode.Map map, string key, PackReport report)
        where T : struct, Enum => map.Find(key) is { } entry ? Parse<T>(entry.Value, key, report) : null;

    public static T? Parse<T>(PackNode node, string what, PackReport report)
        where T : struct, Enum
    {
        if (report.Text(node, what) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Kebab(value.ToString()).Equals(text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        report.Wrong(node.Location, text, $"one of {string.Join(", ", Enum.GetNames<T>().Select(Kebab))}");
        return null;
    }

    /// <summary>"MultiString" → "multi-string".</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((c, index) => char.IsUpper(c) ? $"{(index > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));
}

using System.Text;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>Distinguished names of places in a directory, compared as the directory does: letter case and blanks around commas do not count.</summary>
internal static class DistinguishedPath
{
    /// <summary>One spelling for all of one place: "ou=Servers, DC=contoso" → "OU=SERVERS,DC=CONTOSO".</summary>
    public static string Normalise(string name) => string.Join(',', PartsOf(name)).ToUpperInvariant();

    /// <summary>The place that holds it; <see langword="null"/> for a domain, which no container of group policy is above.</summary>
    public static string? ParentOf(string normalised)
    {
        var parts = PartsOf(normalised);
        return parts.Count > 1 && !parts[0].StartsWith("DC=", StringComparison.OrdinalIgnoreCase) ? string.Join(',', parts.Skip(1)) : null;
    }

    /// <summary>Commas part, except those that a backslash escapes (RFC 4514).</summary>
    private static List<string> PartsOf(string name)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            if (name[index] == ',')
            {
                parts.Add(part.ToString().Trim());
                part.Clear();
                continue;
            }

            part.Append(name[index]);
            if (name[index] == '\\' && index + 1 < name.Length)
            {
                part.Append(name[++index]);
            }
        }

        parts.Add(part.ToString().Trim());
        return parts;
    }
}

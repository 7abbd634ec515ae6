using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.RdpFiles;

/// <summary>A line <c>name:type:value</c>; the value may hold ':' itself. Names are lower case, as the client compares them.</summary>
internal sealed record RdpFileLine(string Name, TextSpan NameSpan, char Type, TextSpan TypeSpan, string Value, TextSpan ValueSpan)
{
    /// <summary>
    /// Passwords ("password 51") and tokens ("gatewayaccesstoken") are stated by text or bytes; numbers beside them ("save password:i:1") are switches.
    /// </summary>
    public bool IsSecret => Type != 'i' && Value.Length > 0 && NamesSecret(Name);

    public static bool NamesSecret(string text) =>
        text.Contains("password", StringComparison.OrdinalIgnoreCase)
        || text.Contains("token", StringComparison.OrdinalIgnoreCase)
        || text.Contains("cookie", StringComparison.OrdinalIgnoreCase);

    /// <returns><see langword="null"/> when the line has another shape.</returns>
    public static RdpFileLine? TryParse(string text, TextSpan line)
    {
        var colon = text.IndexOf(':', line.Start, line.Length);
        if (colon < 0 || colon + 2 >= line.End || text[colon + 2] != ':')
        {
            return null;
        }

        var type = char.ToLowerInvariant(text[colon + 1]);

        var before = text.AsSpan(line.Start, colon - line.Start);
        var nameSpan = new TextSpan(line.Start + before.Length - before.TrimStart().Length, before.Trim().Length);
        var valueSpan = TextSpan.FromBounds(colon + 3, line.End);
        return nameSpan.Length == 0 || type is not ('s' or 'i' or 'b')
            ? null
            : new(LowerCase(text, nameSpan), nameSpan, type, new(colon + 1, 1), text.Substring(valueSpan.Start, valueSpan.Length), valueSpan);
    }

    private static string LowerCase(string text, TextSpan span) =>
        string.Create(span.Length, (text, span.Start), static (name, from) => from.text.AsSpan(from.Start, name.Length).ToLowerInvariant(name));
}

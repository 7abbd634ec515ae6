using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Settings;

/// <summary>
/// An address with {variables} of the subject: "HKLM\…\WinStations\{listener}!MaxIdleTime", "…\AllowIds!*" for all values below a key,
/// "service:{service}#start" for a field of an item.
/// </summary>
public sealed class AddressTemplate
{
    private readonly string _text;


    private AddressTemplate(string text, Address? constant = null)
    {
        _text = text;
        Constant = constant;
    }

    /// <summary>The address, where the text has no variables; else <see langword="null"/>.</summary>
    public Address? Constant { get; }

    /// <summary>The variable names, in the order of the text.</summary>
    public IEnumerable<string> Variables
    {
        get
        {
            for (var at = 0; FindVariable(at) is { } found; at = found.End)
            {
                yield return _text[(found.Start + 1)..(found.End - 1)];
            }
        }
    }

    /// <summary>Whether it stands for every value below a key.</summary>
    public bool IsList => _text.EndsWith("!*", StringComparison.Ordinal);

    /// <returns><see langword="null"/> when the text is neither a registry address with '!' nor space:name#field.</returns>
    public static AddressTemplate? TryParse(string text)
    {
        var template = new AddressTemplate(text);
        return template.Parse(text) is not { } address ? null : template.FindVariable(0) is null ? new AddressTemplate(text, address) : template;
    }

    /// <returns><see langword="null"/> when a variable has no value.</returns>
    public Address? Expand(Func<string, string?> valueOf) => Fill(valueOf) is { } text ? Parse(text) : null;

    /// <summary>The text with every variable written as <paramref name="text"/>.</summary>
    public string WithVariablesAs(string text) => Fill(_ => text) ?? _text;

    public override string ToString() => _text;

    private string? Fill(Func<string, string?> valueOf)
    {
        var expanded = new StringBuilder(_text.Length);
        var at = 0;
        while (FindVariable(at) is { } found)
        {
            if (valueOf(_text[(found.Start + 1)..(found.End - 1)]) is not { } value)
            {
                return null;
            }

            expanded.Append(_text, at, found.Start - at).Append(value);
            at = found.End;
        }

        return expanded.Append(_text, at, _text.Length - at).ToString();
    }

    private Address? Parse(string text)
    {
        var bang = text.LastIndexOf('!');
        if (bang > 0 && RegistryKey.TryParse(text[..bang]) is { } key)
        {
            return new Address.Registry(key.Root is "HKCU" or "HKU" ? RegistryHalf.User : RegistryHalf.Machine, key, IsList ? "" : text[(bang + 1)..]);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hash = text.LastIndexOf('#');
        return colon > 0 && hash > colon ? new Address.Item(text[..colon], text[(colon + 1)..hash], text[(hash + 1)..]) : null;
    }

    /// <summary>A variable is {lower-case words joined by '-'}; GUIDs in braces are text.</summary>
    private (int Start, int End)? FindVariable(int from)
    {
        for (var open = _text.IndexOf('{', from); open >= 0; open = _text.IndexOf('{', open + 1))
        {
            var end = open + 1;
            while (end < _text.Length && _text[end] is (>= 'a' and <= 'z') or '-')
            {
                end++;
            }

            if (end > open + 1 && end < _text.Length && _text[end] == '}')
            {
                return (open, end + 1);
            }
        }

        return null;
    }
}

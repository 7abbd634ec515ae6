using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// The values of an event that <c>Get-WinEvent</c> gave: Properties is a list of { "Value": … }, and a list of bytes among them is the binary part.
/// </summary>
internal static class PowerShellEvent
{
    public static IEnumerable<ItemField> Data(Node.Object body, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (body.Find("Properties") is not Node.Array properties || properties.Elements.IsEmpty)
        {
            return [];
        }

        var values = ImmutableArray.CreateBuilder<string>();
        var fields = new List<ItemField>();
        foreach (var element in properties.Elements)
        {
            // Below its depth ConvertTo-Json writes the name of the type instead of the value: the list is not known then.
            if (element is not Node.Object property || property.Find("Value") is not { } value || value is Node.Unresolved)
            {
                return [new(EventFields.Data, new SettingValue.Unresolved(UnknownReason.Unreadable, "ConvertTo-Json -Depth 4"), properties.Location)];
            }

            // At its depth ConvertTo-Json writes a list as one text; the bytes of an event come last.
            if ((Bytes(value) ?? (element == properties.Elements[^1] ? BytesAsText(value) : null)) is { } bytes)
            {
                fields.Add(new(EventFields.Binary, new SettingValue.Text(Convert.ToHexString(bytes)), value.Location));
            }
            else
            {
                values.Add(value is Node.Null ? "" : FieldForm.Shown(FieldForm.Unwrap(value)));
            }
        }

        return [.. fields, new(EventFields.Data, new SettingValue.List(values.DrainToImmutable()), properties.Location)];
    }

    /// <summary>"0 0 4 0": fewer than four numbers may be a text of the event.</summary>
    private static byte[]? BytesAsText(Node value)
    {
        const int Fewest = 4;
        if (value is not Node.Text { Value: var text } || text.Split(' ') is not { Length: >= Fewest } parts)
        {
            return null;
        }

        var bytes = new byte[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!byte.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[index]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static byte[]? Bytes(Node value)
    {
        if (value is not Node.Array { Elements: { IsEmpty: false } elements })
        {
            return null;
        }

        var bytes = new byte[elements.Length];
        for (var index = 0; index < bytes.Length; index++)
        {
            if (elements[index] is not Node.Number { Whole: >= 0 and <= 255 and var number })
            {
                return null;
            }

            bytes[index] = (byte)number;
        }

        return bytes;
    }
}

using System.Buffers;
using System.Formats.Asn1;
using System.Text;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>X.500 names as Windows shows them: most specific part first, "CN=host, O=Contoso, C=US".</summary>
internal static class DistinguishedName
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",+=\"\n<>#;");

    /// <exception cref="AsnContentException">The bytes are no name.</exception>
    public static string Format(ReadOnlyMemory<byte> name)
    {
        var parts = new List<string>();
        var sequence = new AsnReader(name, AsnEncodingRules.BER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf();
            var attributes = new List<string>();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var type = attribute.ReadObjectIdentifier();
                attributes.Add($"{TypeName(type)}={Quote(Text(attribute.ReadEncodedValue()))}");
            }

            parts.Add(string.Join(" + ", attributes));
        }

        parts.Reverse();
        return string.Join(", ", parts);
    }

    /// <summary>The text of a string of any ASN.1 string type; characters that the type does not allow are kept.</summary>
    public static string Text(ReadOnlyMemory<byte> encoded)
    {
        var tag = AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out var offset, out var length, out _);
        var content = encoded.Span.Slice(offset, length);
        return ((UniversalTagNumber)tag.TagValue) switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetString(content),
            _ => Encoding.Latin1.GetString(content),
        };
    }

    private static string Quote(string value) =>
        value.Length == 0 || value.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    private static string TypeName(string oid) => oid switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "S",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "E",
        _ => $"OID.{oid}",
    };
}

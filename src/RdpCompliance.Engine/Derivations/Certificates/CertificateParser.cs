using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>
/// One reading of one certificate; see <see cref="CertificateFields"/>. BER is taken where DER is asked for: Windows stores what it was given.
/// </summary>
internal sealed class CertificateParser(ReadOnlyMemory<byte> certificate)
{
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly string[] KeyUsages =
    [
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
    ];

    private readonly ImmutableArray<CertificateField>.Builder _fields = ImmutableArray.CreateBuilder<CertificateField>();
    private ReadOnlyMemory<byte>? _subjectKey;
    private ReadOnlyMemory<byte>? _authorityKey;

    /// <exception cref="AsnContentException">It is no certificate.</exception>
    public ImmutableArray<CertificateField> Parse(string thumbprint)
    {
        Add("thumbprint", new SettingValue.Text(thumbprint), certificate);
        var outer = new AsnReader(certificate, Rules).ReadSequence();
        var body = outer.ReadSequence();
        if (body.PeekTag().HasSameClassAndValue(Version))
        {
            body.ReadEncodedValue();
        }

        var serial = body.ReadIntegerBytes();
        Add("serial", new SettingValue.Text(Convert.ToHexString(serial.Span)), serial);
        body.ReadSequence();
        var issuer = body.ReadEncodedValue();
        AddName("issuer", issuer);
        var validity = body.ReadSequence();
        AddTime("not-before", validity);
        AddTime("not-after", validity);
        var subject = body.ReadEncodedValue();
        AddName("subject", subject);
        AddKey(body.ReadEncodedValue());
        while (body.HasData)
        {
            var isExtensions = body.PeekTag().HasSameClassAndValue(Extensions);
            var part = body.ReadEncodedValue();
            if (isExtensions)
            {
                AddExtensions(new AsnReader(part, Rules).ReadSequence(Extensions).ReadSequence());
            }
        }

        var algorithm = outer.ReadSequence();
        var place = algorithm.PeekEncodedValue();
        var signature = algorithm.ReadObjectIdentifier();
        Add("signature-algorithm", new SettingValue.Text(signature), place);
        Add("signature-hash", HashOf(signature, algorithm), place);
        outer.ReadBitString(out _);
        Add("self-signed", new SettingValue.Flag(IsSelfSigned(subject, issuer)), issuer);
        return _fields.DrainToImmutable();
    }

    /// <summary>The signature is not verified: issuer and subject are one, and the key identifiers, where both are stated, are one too.</summary>
    private bool IsSelfSigned(ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> issuer) =>
        subject.Span.SequenceEqual(issuer.Span)
        && (_subjectKey is not { } own || _authorityKey is not { } signer || own.Span.SequenceEqual(signer.Span));

    /// <summary>A hash that nobody here knows is not taken for a good one.</summary>
    private static SettingValue HashOf(string signature, AsnReader parameters)
    {
        try
        {
            return SignatureHash.Of(signature, parameters) is { } hash
                ? new SettingValue.Text(hash)
                : new SettingValue.Unresolved(UnknownReason.Unresolvable, signature);
        }
        catch (AsnContentException)
        {
            return new SettingValue.Unresolved(UnknownReason.Unreadable, signature);
        }
    }

    private void AddName(string field, ReadOnlyMemory<byte> name) => Add(field, new SettingValue.Text(DistinguishedName.Format(name)), name);

    private void AddTime(string field, AsnReader validity)
    {
        var place = validity.PeekEncodedValue();
        var time = validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? validity.ReadUtcTime() : validity.ReadGeneralizedTime();
        Add(field, new SettingValue.Instant(time), place);
    }

    private void AddKey(ReadOnlyMemory<byte> keyInfo)
    {
        var key = new AsnReader(keyInfo, Rules).ReadSequence();
        var algorithm = key.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var bytes = key.ReadBitString(out _);
        var (name, bits) = oid switch
        {
            "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => ("RSA", BitsOf(new AsnReader(bytes, Rules).ReadSequence().ReadIntegerBytes())),
            "1.2.840.10045.2.1" => ("ECDSA", CurveBits(algorithm, bytes.Length)),
            "1.2.840.10040.4.1" => ("DSA", algorithm.HasData ? BitsOf(algorithm.ReadSequence().ReadIntegerBytes()) : null),
            "1.3.101.112" => ("Ed25519", 256),
            "1.3.101.113" => ("Ed448", 456),
            _ => (oid, null),
        };
        Add("key-algorithm", new SettingValue.Text(name), keyInfo);
        if (bits is { } size)
        {
            Add("key-bits", new SettingValue.Number(size), keyInfo);
        }
    }

    private static long? BitsOf(ReadOnlyMemory<byte> number) => new BigInteger(number.Span, isUnsigned: true, isBigEndian: true).GetBitLength();

    /// <summary>The size of a named curve (RFC 5480); for another one the size of a coordinate of its uncompressed point.</summary>
    private static long? CurveBits(AsnReader parameters, int pointBytes) =>
        (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? parameters.ReadObjectIdentifier() : "") switch
        {
            "1.2.840.10045.3.1.7" => 256,
            "1.3.132.0.34" => 384,
            "1.3.132.0.35" => 521,
            _ => pointBytes % 2 == 1 ? (pointBytes - 1) / 2 * 8L : null,
        };

    private void AddExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
            {
                extension.ReadBoolean();
            }

            AddExtension(oid, extension.TryReadPrimitiveOctetString(out var content) ? content : extension.ReadOctetString());
        }
    }

    private void AddExtension(string oid, ReadOnlyMemory<byte> content)
    {
        var field = oid switch
        {
            "2.5.29.37" => "eku",
            "2.5.29.17" => "san",
            "2.5.29.15" => "key-usage",
            "1.3.6.1.4.1.311.21.7" or "1.3.6.1.4.1.311.20.2" => "template",
            "2.5.29.14" or "2.5.29.35" => "",
            _ => null,
        };
        if (field is null)
        {
            return;
        }

        try
        {
            var reader = new AsnReader(content, Rules);
            SettingValue? value = oid switch
            {
                "2.5.29.37" => new SettingValue.List(Identifiers(reader.ReadSequence())),
                "2.5.29.17" => new SettingValue.List(AlternativeNames(reader.ReadSequence())),
                "2.5.29.15" => new SettingValue.List(Usages(reader.ReadBitString(out _))),
                "1.3.6.1.4.1.311.21.7" => new SettingValue.Text(reader.ReadSequence().ReadObjectIdentifier()),
                "1.3.6.1.4.1.311.20.2" => new SettingValue.Text(DistinguishedName.Text(reader.ReadEncodedValue())),
                _ => null,
            };
            if (value is not null)
            {
                Add(field, value, content);
            }
            else if (oid == "2.5.29.14")
            {
                _subjectKey = reader.ReadOctetString();
            }
            else
            {
                _authorityKey = AuthorityKey(reader.ReadSequence());
            }
        }
        catch (AsnContentException) when (field.Length > 0)
        {
            // Silence would mean that the certificate is not restricted.
            Add(field, new SettingValue.Unresolved(UnknownReason.Unreadable, oid), content);
        }
    }

    private static ImmutableArray<string> Identifiers(AsnReader sequence)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        while (sequence.HasData)
        {
            found.Add(sequence.ReadObjectIdentifier());
        }

        return found.DrainToImmutable();
    }

    /// <summary>Mail address [1], DNS name [2], URI [6] and IP address [7] of RFC 5280 4.2.1.6; directory and other names name no host.</summary>
    private static ImmutableArray<string> AlternativeNames(AsnReader sequence)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag is not { TagClass: TagClass.ContextSpecific, IsConstructed: false, TagValue: 1 or 2 or 6 or 7 })
            {
                sequence.ReadEncodedValue();
                continue;
            }

            var bytes = sequence.ReadOctetString(tag);
            found.Add((tag.TagValue, bytes.Length) switch
            {
                (7, 4 or 16) => new IPAddress(bytes).ToString(),
                (7, _) => Convert.ToHexStringLower(bytes),
                _ => Encoding.Latin1.GetString(bytes),
            });
        }

        return found.DrainToImmutable();
    }

    private static ImmutableArray<string> Usages(byte[] bits) =>
        [.. KeyUsages.Where((_, index) => index / 8 < bits.Length && (bits[index / 8] & (0x80 >> (index % 8))) != 0)];

    private static ReadOnlyMemory<byte>? AuthorityKey(AsnReader sequence)
    {
        var keyIdentifier = new Asn1Tag(TagClass.ContextSpecific, 0);
        return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(keyIdentifier) ? sequence.ReadOctetString(keyIdentifier) : null;
    }

    private void Add(string name, SettingValue value, ReadOnlyMemory<byte> part)
    {
        // A part that had to be copied (an octet string in pieces) stands for the certificate as a whole.
        var isInside = certificate.Span.Overlaps(part.Span, out var offset);
        _fields.Add(new(name, value, isInside ? offset : 0, isInside ? part.Length : certificate.Length));
    }
}

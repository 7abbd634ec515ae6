using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Runtime.InteropServices;

namespace RdpCompliance.Readers.Host;

/// <summary>The certificates that a PKCS #7 file carries (RFC 2315 SignedData without content, <c>.p7b</c>).</summary>
internal static class CertificateBundle
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The bytes that begin a bundle: its outer sequence and the identifier of SignedData.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) =>
        head is [0x30, ..]
        && head[..Math.Min(head.Length, 24)].IndexOf((ReadOnlySpan<byte>)[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]) > 0;

    /// <summary>Parts of <paramref name="bytes"/>, in their order; <see langword="null"/> when it is no bundle.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>>? Find(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var outer = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
            if (outer.ReadObjectIdentifier() != SignedData)
            {
                return null;
            }

            var signed = outer.ReadSequence(Context0).ReadSequence();
            signed.ReadEncodedValue();
            signed.ReadEncodedValue();
            signed.ReadEncodedValue();
            var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
            if (signed.HasData && signed.PeekTag().HasSameClassAndValue(Context0))
            {
                var certificates = signed.ReadSetOf(skipSortOrderValidation: true, Context0);
                while (certificates.HasData)
                {
                    found.Add(certificates.ReadEncodedValue());
                }
            }

            return found.DrainToImmutable();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Where a part begins in the bytes that it is a part of.</summary>
    public static int OffsetOf(ReadOnlyMemory<byte> part, ReadOnlyMemory<byte> whole) =>
        MemoryMarshal.TryGetArray(part, out var inner) && MemoryMarshal.TryGetArray(whole, out var outer) ? inner.Offset - outer.Offset : 0;
}

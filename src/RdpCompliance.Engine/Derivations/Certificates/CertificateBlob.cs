using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>A property of a stored certificate; <paramref name="Offset"/> is that of its data in the value.</summary>
public sealed record CertificateProperty(uint Id, int Offset, ReadOnlyMemory<byte> Data);

/// <summary>
/// The container of a private key and the type of its provider: 0 for one of CNG, whose
/// keys lie elsewhere, 1 (PROV_RSA_FULL) and others for those of CryptoAPI.
/// </summary>
public sealed record KeyLocation(string Container, uint ProviderType);

/// <summary>
/// The registry value <c>Blob</c> of a certificate store
/// (<c>SystemCertificates\STORE\Certificates\THUMBPRINT</c>): properties {u32 id, u32 1, u32 length, data}
/// in any order. The ids are those of
/// wincrypt.h (CERT_…_PROP_ID).
/// </summary>
public sealed class CertificateBlob
{
    private const int HeaderLength = 12;
    private const int KeyHeaderLength = 12;
    private const uint MostProviderType = 64;
    private const uint KeyProviderId = 2;
    private const uint Sha1Id = 3;
    private const uint FriendlyNameId = 11;
    private const uint CertificateId = 32;

    private CertificateBlob(ImmutableArray<CertificateProperty> properties, int readLength, int length)
    {
        Properties = properties;
        IsCutOff = readLength < length;
        ReadLength = readLength;
    }

    /// <summary>The properties before the first one that does not fit.</summary>
    public ImmutableArray<CertificateProperty> Properties { get; }

    /// <summary>A length runs past the end of the value, or bytes are left that make no property.</summary>
    public bool IsCutOff { get; }

    /// <summary>How many bytes the properties take.</summary>
    public int ReadLength { get; }

    /// <summary>The certificate itself; <see langword="null"/> when the value holds none.</summary>
    public CertificateProperty? Certificate => Find(CertificateId);

    /// <summary>The thumbprint that Windows stored beside the certificate, upper case.</summary>
    public string? StoredThumbprint => Find(Sha1Id) is { } hash ? Convert.ToHexString(hash.Data.Span) : null;

    public string? FriendlyName => Find(FriendlyNameId) is { } name ? Terminated(name.Data.Span) : null;

    /// <summary>Whether the certificate is bound to a private key: only then may the machine use it as its own.</summary>
    public bool HasPrivateKey => Find(KeyProviderId) is not null;

    /// <summary>
    /// Where the private key is: a CRYPT_KEY_PROV_INFO with offsets for pointers {u32 container, u32 provider,
    /// u32 type …}. <see langword="null"/> when there is none, or it cannot be one: a type that
    /// Windows does not have, a name that lies outside or at an odd place, or holds control characters.
    /// </summary>
    public KeyLocation? Key
    {
        get
        {
            if (Find(KeyProviderId) is not { Data: { Length: >= KeyHeaderLength } provider })
            {
                return null;
            }

            var offset = BinaryPrimitives.ReadUInt32LittleEndian(provider.Span);
            var type = BinaryPrimitives.ReadUInt32LittleEndian(provider.Span[8..]);
            if (type > MostProviderType || offset < KeyHeaderLength || offset % 2 != 0 || offset >= provider.Length)
            {
                return null;
            }

            var container = Terminated(provider.Span[(int)offset..]);
            return container.Any(char.IsControl) ? null : new(container, type);
        }
    }

    public string? KeyContainer => Key?.Container;

    public static CertificateBlob Parse(ReadOnlyMemory<byte> value)
    {
        var properties = ImmutableArray.CreateBuilder<CertificateProperty>();
        var at = 0;
        while (value.Length - at >= HeaderLength)
        {
            var header = value.Span.Slice(at, HeaderLength);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
            if (length > value.Length - at - HeaderLength)
            {
                break;
            }

            properties.Add(new(BinaryPrimitives.ReadUInt32LittleEndian(header), at + HeaderLength, value.Slice(at + HeaderLength, (int)length)));
            at += HeaderLength + (int)length;
        }

        return new(properties.DrainToImmutable(), at, value.Length);
    }

    private CertificateProperty? Find(uint id) => Properties.FirstOrDefault(property => property.Id == id);

    private static string Terminated(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Unicode.GetString(bytes[..(bytes.Length & ~1)]);
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}

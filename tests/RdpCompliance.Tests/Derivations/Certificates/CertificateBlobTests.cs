using System.Buffers.Binary;
using System.Text;
using RdpCompliance.Engine.Derivations.Certificates;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Certificates;

public sealed class CertificateBlobTests
{
    private static byte[] Sample { get; } =
    [
        .. Property(11, Encoding.Unicode.GetBytes("Listener\0")),
        .. Property(32, TestCertificates.Listener),
        .. Property(2, [28, 0, 0, 0, .. new byte[24], .. Encoding.Unicode.GetBytes("TSSecKeySet1\0")]),
        .. Property(3, Convert.FromHexString(CertificateFields.TryParse(TestCertificates.Listener)?.Thumbprint ?? "")),
    ];

    [Fact]
    public void Properties_stand_in_any_order()
    {
        var blob = CertificateBlob.Parse(Sample);

        Assert.Equal(TestCertificates.Listener, blob.Certificate?.Data.ToArray());
        Assert.Equal(CertificateFields.TryParse(TestCertificates.Listener)?.Thumbprint, blob.StoredThumbprint);
        Assert.Equal("Listener", blob.FriendlyName);
        Assert.Equal("TSSecKeySet1", blob.KeyContainer);
        Assert.True(blob.HasPrivateKey);
        Assert.False(blob.IsCutOff);
    }

    [Fact]
    public void The_offset_of_a_property_is_where_its_data_stand() =>
        Assert.All(CertificateBlob.Parse(Sample).Properties, property =>
            Assert.Equal(property.Data.ToArray(), Sample.AsSpan(property.Offset, property.Data.Length).ToArray()));

    [Fact]
    public void Reading_stops_where_a_length_overruns()
    {
        byte[] overrun = [.. Sample, .. Property(13, [1, 2, 3, 4])[..^1]];

        var blob = CertificateBlob.Parse(overrun);

        Assert.True(blob.IsCutOff);
        Assert.Equal(Sample.Length, blob.ReadLength);
        Assert.Equal(4, blob.Properties.Length);
    }

    /// <summary>A type that Windows does not have, and a name before, beside or behind its place, are no record.</summary>
    [Theory]
    [InlineData(12, 1, "TSSecKeySet1", "TSSecKeySet1 1")]
    [InlineData(12, 0, "key", "key 0")]
    [InlineData(12, 65, "TSSecKeySet1", null)]
    [InlineData(8, 1, "TSSecKeySet1", null)]
    [InlineData(13, 1, "TSSecKeySet1", null)]
    [InlineData(4000, 1, "TSSecKeySet1", null)]
    [InlineData(12, 1, "TS\u0001", null)]
    public void A_key_is_where_its_record_says(int offset, int type, string container, string? expected)
    {
        byte[] record =
        [
            .. BitConverter.GetBytes(offset),
            .. BitConverter.GetBytes(40),
            .. BitConverter.GetBytes(type),
            .. Encoding.Unicode.GetBytes($"{container}\0"),
        ];

        var key = CertificateBlob.Parse(Property(2, record)).Key;

        Assert.Equal(expected, key is null ? null : $"{key.Container} {key.ProviderType}");
    }

    [Fact]
    public void Every_prefix_is_read_without_throwing()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            var blob = CertificateBlob.Parse(Sample.AsMemory(0, length));
            _ = (blob.KeyContainer, blob.FriendlyName, blob.StoredThumbprint);
        }
    }

    /// <summary>Windows keeps three things that must agree: the key's name, the stored hash, and the hash of the certificate.</summary>
    [CorpusFact]
    public void The_certificates_of_real_hives_have_the_thumbprint_that_Windows_stored()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in CertificateCorpus.Blobs())
        {
            var blob = CertificateBlob.Parse(value);
            if (blob.Certificate is not { } certificate)
            {
                // A store of revocation or trust lists, whose Blobs look the same.
                continue;
            }

            Assert.False(blob.IsCutOff);
            Assert.Equal(key.ToUpperInvariant(), CertificateFields.TryParse(certificate.Data)?.Thumbprint);
            Assert.Equal(key.ToUpperInvariant(), blob.StoredThumbprint);
            seen.Add(key);
        }

        Assert.Equal(8, seen.Count);
    }

    private static byte[] Property(uint id, byte[] data)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(header, id);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), data.Length);
        return [.. header, .. data];
    }
}

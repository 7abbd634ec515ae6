using System.Formats.Asn1;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>
/// The hash that a certificate's signature is made over, by the algorithm's identifier: RFC 3279, RFC 4055
/// (RSASSA-PSS, whose parameters name it), RFC 5758, RFC 8017, RFC 8410, RFC 9688, RFC 9881,
/// and the older names of the OIW and of Microsoft that Windows CAs still write.
/// </summary>
internal static class SignatureHash
{
    private const string Pss = "1.2.840.113549.1.1.10";

    /// <summary>Absent parameters of RSASSA-PSS, or an absent hash in them, mean SHA-1.</summary>
    private const string PssDefault = "sha1";

    private static readonly Asn1Tag PssHash = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private static readonly Dictionary<string, string> OfSignature = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "md2",
        ["1.2.840.113549.1.1.3"] = "md4",
        ["1.2.840.113549.1.1.4"] = "md5",
        ["1.3.14.3.2.2"] = "md4",
        ["1.3.14.3.2.3"] = "md5",
        ["1.3.14.3.2.4"] = "md4",
        ["1.3.14.7.2.3.1"] = "md2",
        ["1.2.840.113549.1.1.5"] = "sha1",
        ["1.3.14.3.2.13"] = "sha1",
        ["1.3.14.3.2.27"] = "sha1",
        ["1.3.14.3.2.29"] = "sha1",
        ["1.2.840.10040.4.3"] = "sha1",
        ["1.2.840.10045.4.1"] = "sha1",
        ["1.2.840.113549.1.1.14"] = "sha224",
        ["1.2.840.113549.1.1.11"] = "sha256",
        ["1.2.840.113549.1.1.12"] = "sha384",
        ["1.2.840.113549.1.1.13"] = "sha512",
        ["1.2.840.113549.1.1.15"] = "sha512-224",
        ["1.2.840.113549.1.1.16"] = "sha512-256",
        ["1.2.840.10045.4.3.1"] = "sha224",
        ["1.2.840.10045.4.3.2"] = "sha256",
        ["1.2.840.10045.4.3.3"] = "sha384",
        ["1.2.840.10045.4.3.4"] = "sha512",
        ["2.16.840.1.101.3.4.3.1"] = "sha224",
        ["2.16.840.1.101.3.4.3.2"] = "sha256",
        ["2.16.840.1.101.3.4.3.10"] = "sha3-256",
        ["2.16.840.1.101.3.4.3.11"] = "sha3-384",
        ["2.16.840.1.101.3.4.3.12"] = "sha3-512",
        ["2.16.840.1.101.3.4.3.14"] = "sha3-256",
        ["2.16.840.1.101.3.4.3.15"] = "sha3-384",
        ["2.16.840.1.101.3.4.3.16"] = "sha3-512",
        ["2.16.840.1.101.3.4.3.17"] = "shake256",
        ["2.16.840.1.101.3.4.3.18"] = "shake256",
        ["2.16.840.1.101.3.4.3.19"] = "shake256",
        ["1.3.101.112"] = "sha512",
        ["1.3.101.113"] = "shake256",
    };

    private static readonly Dictionary<string, string> OfHash = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.2.5"] = "md5",
        ["1.3.14.3.2.26"] = "sha1",
        ["2.16.840.1.101.3.4.2.4"] = "sha224",
        ["2.16.840.1.101.3.4.2.1"] = "sha256",
        ["2.16.840.1.101.3.4.2.2"] = "sha384",
        ["2.16.840.1.101.3.4.2.3"] = "sha512",
        ["2.16.840.1.101.3.4.2.5"] = "sha512-224",
        ["2.16.840.1.101.3.4.2.6"] = "sha512-256",
        ["2.16.840.1.101.3.4.2.8"] = "sha3-256",
        ["2.16.840.1.101.3.4.2.9"] = "sha3-384",
        ["2.16.840.1.101.3.4.2.10"] = "sha3-512",
    };

    /// <summary>The hash where the identifier alone says it.</summary>
    /// <returns><see langword="null"/> where its parameters would, or where the algorithm is not known.</returns>
    public static string? Of(string algorithm) => OfSignature.GetValueOrDefault(algorithm);

    /// <param name="algorithm">The identifier.</param>
    /// <param name="parameters">What follows it in the AlgorithmIdentifier.</param>
    /// <returns><see langword="null"/> where the algorithm or its hash is not known.</returns>
    /// <exception cref="AsnContentException">The parameters are no parameters of RSASSA-PSS.</exception>
    public static string? Of(string algorithm, AsnReader parameters)
    {
        if (algorithm != Pss)
        {
            return Of(algorithm);
        }

        if (!parameters.HasData)
        {
            return PssDefault;
        }

        var stated = parameters.ReadSequence();
        return stated.HasData && stated.PeekTag().HasSameClassAndValue(PssHash)
            ? OfHash.GetValueOrDefault(stated.ReadSequence(PssHash).ReadSequence().ReadObjectIdentifier())
            : PssDefault;
    }
}

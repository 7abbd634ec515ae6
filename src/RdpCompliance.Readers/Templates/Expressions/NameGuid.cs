using System.Security.Cryptography;
using System.Text;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>The value of <c>guid()</c>: version 5 of RFC 9562 (5.5) in the namespace that the Bicep documentation names.</summary>
internal static class NameGuid
{
    private static readonly Guid Namespace = new("11fb06fb-712d-4ddd-98c7-e71bbd588830");

    public static string Of(string name)
    {
        byte[] hashed = [.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
        var bytes = CryptographicOperations.HashData(HashAlgorithmName.SHA1, hashed).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}

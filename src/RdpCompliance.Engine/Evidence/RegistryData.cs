using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Engine.Evidence;

/// <summary>A registry value as Windows stores it: the type and the exact bytes. Text formats give UTF-16LE with terminator.</summary>
public sealed class RegistryData(RegistryType type, ReadOnlyMemory<byte> bytes)
{
    public RegistryType Type { get; } = type;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public static RegistryData Dword(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return new(RegistryType.Dword, bytes);
    }

    public static RegistryData Qword(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return new(RegistryType.Qword, bytes);
    }

    /// <summary>A REG_SZ, REG_EXPAND_SZ or REG_LINK with its terminator.</summary>
    public static RegistryData Text(RegistryType type, string text) => new(type, Encoding.Unicode.GetBytes(text + '\0'));

    /// <summary>A REG_MULTI_SZ: each text with its terminator, and a last one.</summary>
    public static RegistryData Texts(IEnumerable<string> texts) =>
        new(RegistryType.MultiString, Encoding.Unicode.GetBytes(string.Concat(texts.Select(text => text + '\0')) + '\0'));

    /// <summary>The unsigned number of a DWORD, big-endian DWORD or QWORD of the right length; <see langword="null"/> otherwise.</summary>
    public ulong? AsNumber() => (Type.Number, Bytes.Length) switch
    {
        (4, 4) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.Span),
        (5, 4) => BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span),
        (11, 8) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.Span),
        _ => null,
    };

    /// <summary>The text of a REG_SZ or REG_EXPAND_SZ up to its first terminator; <see langword="null"/> for other types.</summary>
    public string? AsText()
    {
        if (Type.Number is not (1 or 2))
        {
            return null;
        }

        var end = 0;
        while (end + 1 < Bytes.Length && (Bytes.Span[end] | Bytes.Span[end + 1]) != 0)
        {
            end += 2;
        }

        return Encoding.Unicode.GetString(Bytes.Span[..end]);
    }

    /// <summary>The texts of a REG_MULTI_SZ up to the empty one that ends the list; <see langword="null"/> for other types.</summary>
    public ImmutableArray<string>? AsTexts()
    {
        if (Type != RegistryType.MultiString)
        {
            return null;
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var text in Decode().Split('\0'))
        {
            if (text.Length == 0)
            {
                break;
            }

            texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    /// <summary>The value as a person reads it: number, text, texts joined by ", ", or hex digits (at most the first 32 bytes).</summary>
    public string Display() => this switch
    {
        _ when AsNumber() is { } number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ when AsText() is { } text => text,
        _ when AsTexts() is { } texts => string.Join(", ", texts),
        _ => Convert.ToHexStringLower(Bytes.Span[..Math.Min(Bytes.Length, 32)]) + (Bytes.Length > 32 ? "…" : ""),
    };

    private string Decode() => Encoding.Unicode.GetString(Bytes.Span[..(Bytes.Length & ~1)]);
}

"""What the system says when a file cannot be read or written, in Portuguese."""

import errno

SHARING_VIOLATIONS = (32, 33)
REASONS = {
    errno.ENOSPC: "não há espaço livre no disco",
    errno.EDQUOT: "a cota de disco está esgotada",
    errno.EFBIG: "o arquivo ficou maior do que o sistema permite",
    errno.EACCES: "sem permissão",
    errno.EPERM: "sem permissão",
    errno.EROFS: "o disco é somente de leitura",
    errno.ENOENT: "a pasta não existe",
    errno.ELOOP: "o caminho dá voltas em si mesmo",
    errno.EEXIST: "já existe",
    errno.ENOTDIR: "parte do caminho não é uma pasta",
    errno.EISDIR: "o caminho é uma pasta",
    errno.ENAMETOOLONG: "o nome é longo demais",
    errno.EIO: "o disco respondeu com erro de leitura ou escrita",
}


def reason(error: OSError) -> str:
    """Why `error` happened, in words that help; the system's own name for the rare ones."""
    if getattr(error, "winerror", None) in SHARING_VIOLATIONS:
        return "o arquivo está aberto em outro programa (no Excel, por exemplo)"
    number = error.errno or 0
    return REASONS.get(number, f"falha do sistema ({errno.errorcode.get(number, 'desconhecida')})")

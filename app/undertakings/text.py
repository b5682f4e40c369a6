"""The words of the undertaking that experts, secretariat and committee sign each year (art. 30), by version."""

from hashlib import sha256

VERSION = "2022-1"
TITLE = "江阴市市长质量奖评定工作保密与廉洁承诺书"
TEXT = """本人参加江阴市市长质量奖年度评定工作，郑重承诺：
一、严格保守申报组织的商业秘密和技术秘密，不复制、不留存、不向任何人泄露申报材料，以及评审、审议和表决的情况。
二、坚持科学、客观、公正，独立、如实评审；与申报组织有利害关系的，主动声明并回避。
三、遵守廉洁自律规定，不接受申报组织的礼品、礼金、宴请或其他利益，不参与可能影响公正的活动。
四、遵守评定工作的程序和纪律；违反上述承诺的，接受取消评审资格并通报所在单位的处理，依法承担相应责任。
"""
SHA256 = sha256(TEXT.encode()).digest()
"""Hash of the text as UTF-8."""
